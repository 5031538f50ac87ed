// What a figure loads in the page. Plotly's own widget code is asked from the course's server, so that
// a page fetches it once and the browser keeps it; sent along with each figure it would be 5 MB a figure.
const settings = document.getElementById("jupyter-config-data");
const base = settings ? JSON.parse(settings.textContent).baseUrl || "/" : "/";
const address = new URL(base + "__BUNDLE__", new URL(document.baseURI).origin);
const plotly = (await import(address.href)).default;

// A figure that was drawn before it had its place on the page takes the width of that place.
function followWidth(element) {
  let width = 0;
  const watch = new ResizeObserver(([entry]) => {
    if (entry.contentRect.width !== width) {
      width = entry.contentRect.width;
      window.dispatchEvent(new Event("resize"));
    }
  });
  watch.observe(element);
  return () => watch.disconnect();
}

// Plotly offers a function that makes one widget for each figure.
export default async () => {
  const widget = await plotly();
  return {
    ...widget,
    render: async (context) => {
      const clean = await widget.render(context);
      const stop = followWidth(context.el);
      return () => {
        stop();
        if (typeof clean === "function") clean();
      };
    },
  };
};
