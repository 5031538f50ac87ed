// What a figure does in the page: its heading, the plot and its description in words, drawn from two
// values of the widget. `looks` is what stays while a control moves, `shown` is what moves with it.
// Plotly's code is asked from the course's own server, so that a page fetches it once and the browser
// keeps it; sent along with each figure it would be 5 MB a figure.
async function plotly() {
  if (!globalThis.Plotly) {
    const settings = document.getElementById("jupyter-config-data");
    const base = (settings && JSON.parse(settings.textContent).baseUrl) || "/";
    await import(new URL(base.replace(/\/?$/, "/") + "__PLOTLY__", document.baseURI).href);
  }
  return globalThis.Plotly;
}
const loading = plotly();
loading.catch(() => {}); // told below, in the figure itself

function part(name, inner) {
  const outer = document.createElement("div");
  outer.className = name;
  return inner ? outer.appendChild(document.createElement(inner)) : outer;
}

// A figure is drawn before its step is opened: then it takes the width that it will have there.
function widthOf(plot) {
  const frame = plot.closest(".cg-exercise");
  if (plot.clientWidth || !frame || !frame.clientWidth) return plot.clientWidth || undefined;
  const { paddingLeft, paddingRight } = getComputedStyle(frame);
  return frame.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}

// On a narrow page Plotly would cut off a long name, or slant it; there it is folded into lines.
const LETTER = 8; // pixels of a letter and of its share of what stands beside the names
const lettersIn = (width) => Math.floor((width - 60) / LETTER);
function fold(text, most) {
  return String(text).replace(new RegExp(`(.{1,${most}})(?: +|$)`, "g"), "$1<br>").replace(/<br>$/, "");
}

// A figure that is out of sight waits until the page has shown what is in sight.
const later = globalThis.requestIdleCallback
  ? (work) => requestIdleCallback(work, { timeout: 200 })
  : (work) => setTimeout(work, 30);

async function render({ model, el }) {
  const title = part("cg-figure-title", "h4");
  const plot = part("cg-figure-plot");
  const words = part("cg-figure-words", "p");
  plot.setAttribute("role", "img");
  el.append(title.parentElement, plot, words.parentElement);

  const say = () => {
    const shown = model.get("shown");
    words.textContent = shown.words;
    if (title.textContent === shown.title) return;
    title.textContent = shown.title;
    plot.setAttribute("aria-label", `Figure: ${shown.title}. Described below.`);
  };
  let Plotly;
  let width = 0;
  const draw = () => {
    // Plotly writes into what it is given, and the widget's values must stay as they are.
    const { traces, layout, config } = structuredClone(model.get("looks"));
    const data = traces.map((trace, i) => ({ ...trace, ...structuredClone(model.get("shown").series[i]) }));
    width = widthOf(plot);
    if (width) {
      const line = Math.max(12, lettersIn(width));
      for (const trace of data) if (trace.name) trace.name = fold(trace.name, line);
      const title = layout.xaxis && layout.xaxis.title;
      if (title && title.text) title.text = fold(title.text, line);
      const named = (x) => typeof x === "string";
      const names = new Set(data.flatMap((trace) => (trace.x || []).filter(named)));
      const each = Math.max(6, Math.floor(lettersIn(width) / (names.size || 1)));
      for (const trace of data) if (trace.x) trace.x = trace.x.map((x) => (named(x) ? fold(x, each) : x));
    }
    return Plotly.react(plot, data, { ...layout, width }, config);
  };
  let near = false;
  let due = false;
  const sight = new IntersectionObserver((seen) => { near = seen.at(-1).isIntersecting; }, { rootMargin: "100px" });
  sight.observe(plot);
  model.on("change", () => {
    say();
    if (!Plotly || due) return;
    if (near) return void draw();
    due = true;
    later(() => {
      due = false;
      if (plot.isConnected) draw();
    });
  });
  say();
  const watch = new ResizeObserver(() => {
    if (Plotly && plot.clientWidth && plot.clientWidth !== width) draw();
  });
  watch.observe(plot);
  loading.then((loaded) => {
    Plotly = loaded;
    draw();
  }, () => {
    plot.removeAttribute("role");
    plot.textContent = "The picture could not be loaded. The words and the table say the same.";
  });
  return () => {
    watch.disconnect();
    sight.disconnect();
    if (Plotly) Plotly.purge(plot);
  };
}

export default { render };
