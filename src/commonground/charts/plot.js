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

async function render({ model, el }) {
  const title = part("cg-figure-title", "h4");
  const plot = part("cg-figure-plot");
  const words = part("cg-figure-words", "p");
  plot.setAttribute("role", "img");
  el.append(title.parentElement, plot, words.parentElement);

  const say = () => {
    const shown = model.get("shown");
    title.textContent = shown.title;
    words.textContent = shown.words;
    plot.setAttribute("aria-label", `Figure: ${shown.title}. Described below.`);
  };
  let Plotly;
  let width = 0;
  const draw = () => {
    // Plotly writes into what it is given, and the widget's values must stay as they are.
    const { traces, layout, config } = structuredClone(model.get("looks"));
    const data = traces.map((trace, i) => ({ ...trace, ...structuredClone(model.get("shown").series[i]) }));
    width = widthOf(plot);
    return Plotly.react(plot, data, { ...layout, width }, config);
  };
  model.on("change", () => {
    if (Plotly) draw();
    say();
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
    if (Plotly) Plotly.purge(plot);
  };
}

export default { render };
