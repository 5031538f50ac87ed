// What a page is asked about its access: each question returns the faults found, as lines that name
// the element and whose it is. The file is one expression, an object of questions; access.py asks them.
(() => {
  "use strict";
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable='true']";
  const all = (query, under = document) => [...under.querySelectorAll(query)];
  const words = (element) => (
    element.getAttribute("aria-label") || element.innerText || element.textContent ||
    (element.labels && element.labels.length ? element.labels[0].textContent : "")
  ).replace(/\s+/g, " ").trim();

  // ---- naming ---------------------------------------------------------------------------------------
  const origin = (element) => {
    if (element.closest(".js-plotly-plot")) return "Plotly";
    if (element.closest(".widget-html-content")) return "ours";
    if (element.closest(".jupyter-widgets")) return "ipywidgets";
    if (element.closest(".jp-OutputArea, #main, [class*='jp-']:not(body):not(.page-words)")) return "JupyterLab or Voila";
    return "ours";
  };
  const name = (element) => {
    const css = [...element.classList].filter((one) => one !== "jupyter-widgets").slice(0, 3).map((one) => "." + one).join("");
    const place = element.parentElement && element.parentElement.closest("[id]");
    const where = place && place.id !== element.id ? ` in #${place.id}` : "";
    const said = words(element).slice(0, 50);
    return `<${element.localName}${element.id ? "#" + element.id : ""}${css}>${said ? ` "${said}"` : ""}${where} [${origin(element)}]`;
  };

  // ---- seeing ---------------------------------------------------------------------------------------
  const forEarsOnly = (element) => element.closest(".cg-unseen, .page-spoken") !== null;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const seen = (element) => {
    if (forEarsOnly(element) || !shown(element)) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const enabled = (element) => !element.matches(":disabled") && element.tabIndex >= 0;
  // A radio button and a checkbox are pressed by their label, so the label is their area.
  const area = (element) => (element.matches("[type=radio], [type=checkbox]") && element.closest("label")) || element;
  const controls = () => all(CONTROLS).filter((one) => enabled(one) && seen(one));
  // One stop for a group of radio buttons: the checked one, or the first.
  const stops = () => {
    const groups = new Map();
    return controls().filter((one) => {
      if (one.type !== "radio" || !one.name) return true;
      if (!groups.has(one.name)) {
        const group = all(`input[type=radio][name="${CSS.escape(one.name)}"]`).filter(enabled);
        groups.set(one.name, group.find((radio) => radio.checked) || group[0]);
      }
      return groups.get(one.name) === one;
    });
  };
  const stuck = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(one).position)) return one;
    }
    return null;
  };

  // ---- colors ---------------------------------------------------------------------------------------
  const rgba = (color) => {
    const [r, g, b, a = 1] = (color.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
    return { r, g, b, a };
  };
  const light = ({ r, g, b }) => {
    const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = rgba(getComputedStyle(one).backgroundColor);
      if (color.a > 0.5) return color;
    }
    // The canvas itself: white, or what a reader's forced colors make of it.
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.backgroundColor = "Canvas";
    const color = rgba(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return color;
  };

  // ---- lines of text --------------------------------------------------------------------------------
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.data.trim() && node.parentElement && !node.parentElement.closest("script, style, option, .page-skip") &&
      seen(node.parentElement) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
    const found = [];
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      if (boxes.length) found.push({ element: walker.currentNode.parentElement, boxes });
    }
    return found;
  };
  // What can be read, outside of drawings: to compare one size with another.
  const reading = () => texts().filter(({ element }) => !element.closest("svg, .page-status, .page-notice")).map(({ element }) => words(element));
  const scrolls = (element, axis) => /auto|scroll/.test(getComputedStyle(element)["overflow" + axis]) &&
    (axis === "X" ? element.scrollWidth > element.clientWidth : element.scrollHeight > element.clientHeight);
  const hides = (element, axis) => /hidden|clip/.test(getComputedStyle(element)["overflow" + axis]);

  const clipped = () => {
    const faults = new Set();
    for (const { element, boxes } of texts()) {
      if (element.closest("svg")) continue;
      for (const axis of ["X", "Y"]) {
        for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
          if (scrolls(outer, axis)) break;
          if (!hides(outer, axis)) continue;
          const frame = outer.getBoundingClientRect();
          const cut = boxes.some((box) => axis === "X"
            ? box.right > frame.right + 2 || box.left < frame.left - 2
            : box.bottom > frame.bottom + 4 || box.top < frame.top - 4);
          if (cut) faults.add(`${name(element)} is cut off ${axis === "X" ? "sideways" : "in height"} by ${name(outer)}`);
        }
      }
    }
    return [...faults];
  };

  // Words beside the window that no scrolling brings back (a box with `contain` does not widen the page).
  const beside = () => {
    const faults = new Set();
    const width = document.documentElement.clientWidth;
    for (const { element, boxes } of texts()) {
      if (!boxes.some((box) => box.right > width + 2 || box.left < -2)) continue;
      // Spaces at the end of a folded line hang over the edge of their box, and nobody misses them.
      if (/pre/.test(getComputedStyle(element).whiteSpace) && element.getBoundingClientRect().right <= width) continue;
      let scroller = false;
      for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) scroller ||= scrolls(outer, "X");
      if (!scroller) faults.add(`${name(element)} lies beside the window`);
    }
    return [...faults];
  };

  const sideways = () => {
    const faults = [];
    const root = document.documentElement;
    const beyond = root.scrollWidth - root.clientWidth;
    if (beyond <= 0) return faults;
    faults.push(`The page scrolls ${beyond} pixels sideways at a width of ${root.clientWidth}.`);
    for (const element of all("body *")) {
      if (!seen(element) || element.closest("svg, .page-skip") || stuck(element)) continue;
      if (element.getBoundingClientRect().right <= root.clientWidth + 1) continue;
      let inside = false;
      for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
        if (scrolls(outer, "X") || hides(outer, "X")) inside = true;
      }
      if (!inside) faults.push(`${name(element)} reaches beyond the right edge`);
    }
    return faults.slice(0, 8);
  };

  const sticking = () => {
    // Words that leave the frame they belong to.
    const faults = new Set();
    for (const { element, boxes } of texts()) {
      const frame = element.closest("button, summary, label, th, td, .cg-link, .cg-lesson, .cg-totals > div, .cg-card");
      if (!frame || element.closest("svg")) continue;
      const box = frame.getBoundingClientRect();
      const inner = [...boxes].some((line) => line.right > box.right + 2 || line.left < box.left - 2 || line.bottom > box.bottom + 4 || line.top < box.top - 4);
      let scroller = false;
      for (let outer = element; outer && outer !== frame; outer = outer.parentElement) scroller ||= scrolls(outer, "X");
      if (inner && !scroller) faults.add(`${name(element)} sticks out of ${name(frame)}`);
    }
    return [...faults];
  };

  const overlaps = () => {
    const faults = new Set();
    const lines = texts().filter(({ element }) => !stuck(element))
      .flatMap(({ element, boxes }) => boxes.map((box) => ({ element, box })))
      .sort((a, b) => a.box.top - b.box.top);
    // A line that is scrolled out of a box that scrolls lies under other things and is not in their way.
    const visible = ({ element, box }) => {
      for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
        if (!scrolls(outer, "X") && !hides(outer, "X")) continue;
        const frame = outer.getBoundingClientRect();
        if (box.left > frame.right - 2 || box.right < frame.left + 2) return false;
      }
      return true;
    };
    // Slanted words of one slope lie in bands side by side: their boxes meet, and they do not.
    const slope = (element) => { const m = element.getCTM && element.getCTM(); return m ? { m, angle: Math.atan2(m.b, m.a) } : null; };
    const inBands = (one, other) => {
      const [a, b] = [slope(one), slope(other)];
      if (!a || !b || Math.abs(a.angle) < 0.05 || Math.abs(a.angle - b.angle) > 0.01) return false;
      const [p, q] = [[one, a], [other, b]].map(([element, at]) => element.getStartPositionOfChar(0).matrixTransform(at.m));
      const apart = Math.abs((q.x - p.x) * Math.sin(a.angle) - (q.y - p.y) * Math.cos(a.angle));
      return apart >= 0.8 * parseFloat(getComputedStyle(one).fontSize);
    };
    for (let i = 0; i < lines.length; i++) {
      for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom; j++) {
        const [one, other] = [lines[i], lines[j]];
        if (one.element === other.element && !one.element.closest("svg")) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 3 && high > 0.4 * Math.min(one.box.height, other.box.height) && visible(one) && visible(other) && !inBands(one.element, other.element)) {
          faults.add(`The words of ${name(one.element)} and ${name(other.element)} lie on each other`);
        }
      }
    }
    const boxes = [...new Set(controls().map(area))].filter((one) => !stuck(one))
      .flatMap((element) => [...element.getClientRects()].map((box) => ({ element, box })))
      .filter(visible).sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length && boxes[j].box.top < boxes[i].box.bottom - 1; j++) {
        const [one, other] = [boxes[i], boxes[j]];
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (one.element === other.element) continue;
        if (wide > 1 && high > 1) faults.add(`${name(one.element)} and ${name(other.element)} overlap`);
      }
    }
    return [...faults];
  };

  // ---- size of what is pressed ------------------------------------------------------------------------
  const inSentence = (element) => {
    if (!element.matches("a") || getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, td, dd, small, caption") || element.parentElement;
    return words(block).length > words(element).length;
  };
  const small = () => controls().filter((one) => !inSentence(one) && !one.matches("main, pre, table, .cg-table, .page-skip")).flatMap((one) => {
    const box = area(one).getBoundingClientRect();
    return box.width < 24 || box.height < 24
      ? [`${name(one)} is ${Math.round(box.width)} by ${Math.round(box.height)} pixels; 24 by 24 are needed`] : [];
  });

  // ---- structure ------------------------------------------------------------------------------------
  const named = (element) => Boolean(
    (element.getAttribute("aria-label") || "").trim() ||
    (element.getAttribute("aria-labelledby") || "").split(/\s+/).some((id) => id && document.getElementById(id) && words(document.getElementById(id))) ||
    element.localName === "fieldset" && element.querySelector(":scope > legend") ||
    element.labels && [...element.labels].some(words) || element.matches("button, a, summary") && words(element));

  const structure = () => {
    const faults = [];
    const html = document.documentElement;
    if (!/^[a-z]{2,3}(-\w+)*$/.test(html.lang)) faults.push("The html element has no language (lang).");
    if (document.title.trim().length < 3) faults.push("The page has no title.");
    const headings = all("h1, h2, h3, h4, h5, h6").filter((one) => shown(one) && !forEarsOnly(one));
    const first = headings.filter((one) => one.localName === "h1");
    if (first.length !== 1) faults.push(`There should be one h1, there are ${first.length}: ${first.map(name).join(", ")}`);
    let last = 0;
    for (const heading of headings) {
      const level = Number(heading.getAttribute("aria-level") || heading.localName[1]);
      if (level > last + 1) faults.push(`${name(heading)} follows a heading of level ${last}: a level is skipped`);
      if (!words(heading)) faults.push(`${name(heading)} is an empty heading`);
      last = level;
    }
    for (const [mark, query] of [["main", "main, [role=main]"], ["banner", "body > header, [role=banner]"], ["contentinfo", "body > footer, [role=contentinfo]"]]) {
      const found = all(query).filter(shown);
      if (found.length > 1 || (!found.length && mark !== "contentinfo")) faults.push(`There should be one ${mark} landmark, there are ${found.length}: ${found.map(name).join(", ")}`);
    }
    for (const nav of all("nav, [role=navigation]")) if (!named(nav)) faults.push(`${name(nav)} is a navigation without a name`);
    for (const link of all("a.page-skip")) {
      const target = document.getElementById((link.getAttribute("href") || "").slice(1));
      if (!target) faults.push(`${name(link)} leads nowhere`);
    }
    const ids = all("[id]").map((one) => one.id).filter(Boolean);
    for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) {
      if (!document.getElementById(id).closest("svg")) faults.push(`The id ${id} stands more than once on the page`);
    }
    for (const image of all("img").filter(shown)) if (!image.hasAttribute("alt")) faults.push(`${name(image)} ${image.src} has no text alternative`);
    for (const table of all("table").filter(shown)) {
      if (!table.querySelector("th")) faults.push(`${name(table)} has no header cells`);
      const scroller = table.closest(".cg-table") || table;
      if (scroller.scrollWidth > scroller.clientWidth + 1 && scrolls(scroller, "X") && scroller.tabIndex < 0) faults.push(`${name(table)} scrolls, but not by keyboard`);
    }
    return faults;
  };

  const groups = () => {
    const faults = [];
    for (const radio of all("input[type=radio]").filter(shown)) {
      const group = radio.closest("fieldset, [role=radiogroup]");
      if (!group) faults.push(`${name(area(radio))} is a radio button outside a group`);
      else if (!named(group)) faults.push(`${name(group)} is a group of radio buttons without a name`);
      if (!radio.name) faults.push(`${name(area(radio))} is not tied to the other buttons of its group (name)`);
    }
    for (const one of controls().filter((one) => !one.matches("main"))) {
      if (!named(one) && !one.querySelector("img[alt]:not([alt=''])")) faults.push(`${name(one)} has no name`);
    }
    for (const button of all(".widget-toggle-button").filter(shown)) {
      if (!button.hasAttribute("aria-pressed")) faults.push(`${name(button)} does not say whether it is pressed`);
    }
    for (const one of all("[aria-describedby], [aria-labelledby], [aria-controls]")) {
      for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls"]) {
        for (const id of (one.getAttribute(attribute) || "").split(/\s+/).filter(Boolean)) {
          if (!document.getElementById(id)) faults.push(`${name(one)}: ${attribute} names ${id}, which is not on the page`);
        }
      }
    }
    return faults;
  };

  const problems = () => all(".cg-problem").filter((one) => shown(one) && words(one)).flatMap((one) => {
    const tied = all("[aria-describedby]").filter((field) => field.getAttribute("aria-describedby").split(/\s+/)
      .some((id) => { const text = document.getElementById(id); return text && (text === one || text.contains(one)); }));
    return tied.length ? [] : [`${name(one)} is tied to no field`];
  });

  const voices = () => all("[aria-live]:not([aria-live=off]), [role=alert], [role=status], [role=log]")
    .filter((one) => !one.matches(".page-spoken, .page-status") && shown(one))
    .map((one) => `${name(one)} is a live region of its own: its words are spoken twice`);

  // ---- figures --------------------------------------------------------------------------------------
  const figures = () => all(".js-plotly-plot").filter(seen).flatMap((plot) => {
    const faults = [];
    const figure = plot.closest(".cg-figure");
    if (!figure) return [`${name(plot)} stands outside a figure with title, description and table`];
    const picture = plot.closest("[role=img]");
    const hidden = plot.closest("[aria-hidden=true]");
    if (!hidden && !(picture && named(picture))) faults.push(`${name(figure)}: the drawing is neither an image with a name nor hidden`);
    const description = figure.querySelector(".cg-figure-words");
    if (!description || words(description).length < 20 || !shown(description)) faults.push(`${name(figure)} has no description in words`);
    const button = all("button", figure).find((one) => /table/i.test(words(one)));
    if (!button || !enabled(button) || !shown(button)) faults.push(`${name(figure)} has no button for its table`);
    if (all("text", plot).some((one) => /^(undefined|NaN|trace \d+)$/.test(one.textContent))) faults.push(`${name(figure)} shows a name that was left out`);
    for (const text of all("text", plot).filter((one) => one.textContent.trim() && shown(one))) {
      const ratio = contrast(rgba(getComputedStyle(text).fill), paper(plot));
      if (ratio < 4.5) faults.push(`${name(text)} in the figure has a contrast of ${ratio.toFixed(1)} to its paper; 4.5 is needed`);
    }
    return faults;
  });
  // Words of a figure that leave its frame are cut off there.
  const framed = () => all(".js-plotly-plot").filter(seen).flatMap((plot) => {
    const frame = plot.getBoundingClientRect();
    return all("text", plot).filter((one) => one.textContent.trim() && shown(one)).flatMap((text) => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 4 || box.bottom > frame.bottom + 4
        ? [`"${text.textContent}" reaches beyond the figure ${name(plot)}`] : [];
    });
  });
  const paper = (plot) => {
    const sheet = plot.querySelector("svg.main-svg");
    const color = sheet ? rgba(getComputedStyle(sheet).backgroundColor) : { a: 0 };
    return color.a > 0.5 ? color : behind(plot);
  };

  // ---- focus ----------------------------------------------------------------------------------------
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
  };
  const looks = (element) => [outlined(element), getComputedStyle(element).boxShadow, getComputedStyle(element).borderColor].join(" / ");

  const begin = () => {
    if (document.activeElement) document.activeElement.blur();
    const before = new Map();
    for (const one of stops()) for (const part of [one, area(one)]) before.set(part, looks(part));
    window.accessWalk = { before, wanted: stops(), reached: new Set(), last: null };
    // The next Tab starts from the top of the page.
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    window.scrollTo(0, 0);
    return window.accessWalk.wanted.length;
  };

  const stop = () => {
    // One Tab was pressed: what is wrong where it led? `over` when the walk has left the page.
    const walk = window.accessWalk;
    const here = document.activeElement;
    if (!here || here === document.body || walk.reached.has(here)) {
      return { over: true, stays: here === walk.last && here !== document.body ? name(here) : "", faults: [] };
    }
    const faults = [];
    if (here.tabIndex > 0) faults.push(`${name(here)} is taken out of the reading order (tabindex ${here.tabIndex})`);
    if (walk.last) {
      const [from, to] = [walk.last, here].map((one) => area(one).getBoundingClientRect());
      const sameColumn = Math.min(from.right, to.right) - Math.max(from.left, to.left) > 1;
      if (sameColumn && to.bottom <= from.top && !stuck(here)) faults.push(`${name(here)} gets the focus after ${name(walk.last)}, which stands below it`);
    }
    walk.reached.add(here);
    walk.last = here;
    const box = area(here).getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push(`${name(here)} has the focus outside of the window`);
    else if (box.width && box.height) {
      const across = [0.05, 0.5, 0.95].map((part) => Math.min(Math.max(box.left + box.width * part, 0), innerWidth - 1));
      const down = [0.1, 0.5, 0.9].map((part) => Math.min(Math.max(box.top + box.height * part, 0), innerHeight - 1));
      const on = across.flatMap((x) => down.map((y) => document.elementFromPoint(x, y)));
      const cover = (one) => { const fixed = one && stuck(one); return fixed && !fixed.contains(here) ? fixed : null; };
      if (on.every(cover)) faults.push(`${name(here)} has the focus, but lies wholly under ${name(cover(on[0]))}`);
    }
    if (!seen(here)) faults.push(`${name(here)} has the focus, but cannot be seen`);
    let best = 0;
    for (const part of new Set([here, area(here)])) {
      const style = getComputedStyle(part);
      if (!outlined(part) || looks(part) === walk.before.get(part) || parseFloat(style.outlineWidth) < 2) continue;
      const offset = parseFloat(style.outlineOffset) || 0;
      const ground = behind(offset < 0 ? part : part.parentElement);
      best = Math.max(best, style.outlineStyle === "auto" ? 21 : contrast(rgba(style.outlineColor), ground));
    }
    if (best < 3) faults.push(`${name(here)}: the mark of focus has a contrast of ${best.toFixed(1)}; 3 is needed`);
    return { over: false, stays: "", faults };
  };

  const missed = () => window.accessWalk.wanted.filter((one) => one.isConnected && seen(one) && !window.accessWalk.reached.has(one))
    .map((one) => `${name(one)} is not reached with Tab`);

  // ---- edges ----------------------------------------------------------------------------------------
  const edge = (element) => ["Top", "Right", "Bottom", "Left"].some((side) => {
    const style = getComputedStyle(element);
    return style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1 &&
      contrast(rgba(style[`border${side}Color`]), behind(element.parentElement)) >= 3;
  });
  const filled = (element) => contrast(behind(element), behind(element.parentElement)) >= 3;
  const native = (element) => element.matches("[type=radio], [type=checkbox]") && getComputedStyle(element).appearance !== "none";
  // Words that are a link by their underline, or that open what follows (with the browser's triangle), need no edge.
  const wordy = (element) => element.matches("main, summary, table, .cg-table, pre, [contenteditable], .page-home, .page-skip") ||
    (element.matches("a") && getComputedStyle(element).textDecorationLine.includes("underline")) ||
    element.matches("[tabindex]:not(button, input, .noUi-handle)");
  const edges = () => controls().filter((one) => !native(one) && !wordy(one) && !edge(one) && !filled(one))
    .map((one) => `${name(one)} has no edge that can be seen`);

  // ---- settings of the reader -------------------------------------------------------------------------
  const moving = () => {
    const faults = new Set();
    const seconds = (list) => Math.max(...list.split(",").map((one) => parseFloat(one) * (/ms/.test(one) ? 0.001 : 1)));
    for (const element of all("body, body *")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        if (part && style.content === "none") continue;
        if (style.transitionProperty !== "none" && seconds(style.transitionDuration) > 0) faults.add(`${name(element)}${part || ""} changes over ${style.transitionDuration}`);
        if (style.animationName !== "none" && seconds(style.animationDuration) > 0) faults.add(`${name(element)}${part || ""} is animated for ${style.animationDuration}`);
      }
    }
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") faults.add("The page scrolls smoothly.");
    return [...faults];
  };

  const forced = () => {
    if (!matchMedia("(forced-colors: active)").matches) return ["The page was not asked with forced colors."];
    const faults = edges();
    for (const one of all("[aria-pressed]").filter(seen)) {
      const style = getComputedStyle(one);
      const states = all("[aria-pressed]").filter((other) => seen(other) && other.className.replace(/ ?mod-active/, "") === one.className.replace(/ ?mod-active/, "") && other.getAttribute("aria-pressed") !== one.getAttribute("aria-pressed"));
      for (const other of states) {
        const look = getComputedStyle(other);
        if (style.backgroundColor === look.backgroundColor && style.borderTopWidth === look.borderTopWidth) faults.push(`${name(one)} looks the same pressed and not pressed`);
      }
    }
    for (const one of all(".noUi-target").filter(seen)) if (!edge(one)) faults.push(`${name(one)}: the track of the slider cannot be seen`);
    for (const one of all(".noUi-connect").filter(seen)) {
      if (contrast(rgba(getComputedStyle(one).backgroundColor), behind(one.closest(".noUi-target").parentElement)) < 3) faults.push(`${name(one)}: the filled part of the slider cannot be seen`);
    }
    for (const one of texts()) {
      if (one.element.closest("svg, .cg-figure-plot")) continue;
      const ratio = contrast(rgba(getComputedStyle(one.element).color), behind(one.element));
      if (ratio < 4.5 && !one.element.closest(":disabled")) faults.push(`${name(one.element)}: its words have a contrast of ${ratio.toFixed(1)}`);
    }
    return faults;
  };

  // ---- speech ---------------------------------------------------------------------------------------
  const lives = () => all(".cg-live").filter(shown).map(words).filter(Boolean);
  // Words that came to stand in a live part since `hear`, and were never spoken.
  const unsaid = () => lives().filter((text) => !window.accessSilent.includes(text) &&
    !window.accessHeard.some((said) => said.replace(/\s+/g, " ").includes(text))).map((text) => `Not spoken: "${text.slice(0, 80)}"`);
  const hear = () => {
    window.accessHeard = [];
    window.accessSilent = lives();
    const region = document.getElementById("page-spoken");
    if (!region || region.getAttribute("aria-live") !== "polite") return ["There is no polite live region #page-spoken."];
    if (!window.accessEar) {
      window.accessEar = new MutationObserver(() => { if (region.textContent.trim()) window.accessHeard.push(region.textContent.trim()); });
      window.accessEar.observe(region, { childList: true, characterData: true, subtree: true });
    }
    return [];
  };

  return {
    begin, beside, clipped, edges, figures, forced, framed, groups, hear, missed, moving, overlaps, problems, reading, sideways, small,
    sticking, stop, structure, unsaid, voices,
    heard: () => window.accessHeard,
    origins: (queries) => queries.map((query) => {
      try { const found = document.querySelector(query); return found ? origin(found) : "ours"; } catch { return "ours"; }
    }),
  };
})()
