// Charts are declared by the server and drawn here, each when it scrolls into view.
// Expressions are interpreted (`ast`), so that the page allows no eval; the look follows light and dark.
// The runtime comes first, whoever asks for this file and when: a chart is never drawn before it is there.
import "/vega.js";
import { addressOf, reach } from "./marks.js";
import { showTip } from "./tooltip.js";

const DARK = {
  "#1F3A5F": "#6C8EBF", "#2A8C82": "#4FB3A8", "#A8D5CF": "#D6F2EE", "#F2C14E": "#FFD666", "#E08E45": "#E8A263",
  "#C8553D": "#FF8A70", "#222B36": "#E4E9EE", "#6B7785": "#A3AEBB", "#D5DBE1": "#35404B", "#6FA8DC": "#8FC4F5",
  "#8C6BB1": "#8660BC", "#C3D470": "#E3F0A0", "#B08968": "#8F6F50", "#9AA3AD": "#6B7785",
  "#F3F5F8": "#1B222A",
};
const isDark = matchMedia("(prefers-color-scheme: dark)");

function dressed(spec) {
  let text = JSON.stringify(spec);
  if (isDark.matches) {
    text = text.replace(/#[0-9A-Fa-f]{6}/g, (colour) => DARK[colour.toUpperCase()] ?? colour);
    text = text.replaceAll('"stroke":"white"', '"stroke":"#14191F"');
  }
  const themed = JSON.parse(text);
  themed.background = "transparent";
  delete themed.title;
  themed.config.aria = false;
  themed.padding = 4;
  return themed;
}

// Charts are laid out for paper; here they are fitted to the width of the window.
function fitted(spec, room) {
  const isWide = room >= 900;
  const width = Math.max(220, Math.floor(room) - 90);
  if (spec.facet && spec.spec) {
    if (!isWide) spec.columns = room >= 600 ? Math.min(2, spec.columns ?? 1) : 1;
    const columns = spec.columns ?? 1;
    if (isWide) spec.spec.width = Math.floor(room / columns) - 60;
    else spec.spec.width = Math.floor(width / columns) - (columns > 1 ? 40 : 0);
    // Plots stand in rows and columns, whatever room the numbers of their axes take.
    Object.assign(spec, { bounds: "flush", spacing: { row: 54, column: 46 } });
    spec.spec.height = Math.min(spec.spec.height, isWide ? 190 : 120);
    // Numbers at the end of an axis stay beside the plot, so that all headings of a row are level.
    for (const { encoding } of spec.spec.layer ?? [spec.spec]) if (encoding.y?.axis) encoding.y.axis.labelFlush = true;
    if (!isWide) {
      limitLegend(spec, room);
      for (const { encoding } of spec.spec.layer ?? [spec.spec]) thin(encoding.x);
    }
  } else if (isMap(spec)) {
    if (!isWide) shrink(spec, room);
  } else if (spec.hconcat) {
    // Bars of time keep the height of their rows.
    const hasRows = spec.hconcat.some((panel) => panel.encoding.y.field === "row");
    if (!hasRows) for (const panel of spec.hconcat) panel.height = isWide ? 280 : 220;
    for (const { encoding } of isWide ? spec.hconcat : []) if (encoding.color.legend?.labelLimit) encoding.color.legend.labelLimit = 190;
    if (!isWide) {
      spec.vconcat = spec.hconcat.map((panel) => ({ ...panel, width }));
      delete spec.hconcat;
      for (const panel of spec.vconcat) thin(panel.encoding.x);
      // Rows that were named once, on the left, are named in each plot.
      const [{ encoding: first }] = spec.vconcat;
      for (const { encoding } of spec.vconcat) if (encoding.y.axis === null && encoding.y.field === first.y.field) encoding.y.axis = first.y.axis;
      limitLegend(spec, room);
    }
  } else if (spec.encoding?.y?.axis?.labelLimit && isWide) {
    spec.width = Math.floor(room);
    spec.autosize = { type: "fit-x", contains: "padding" };
  } else if (spec.encoding?.y?.axis?.labelLimit) {
    const names = Math.min(spec.encoding.y.axis.labelLimit, Math.floor(room * 0.4));
    spec.encoding.y.axis.labelLimit = names;
    // Rows of one site differ in the text after its name, so the name is cut first.
    const parts = "split(slice(datum.value, 4), ' · ')";
    spec.encoding.y.axis.labelExpr = `truncate(${parts}[0], 9) + ' · ' + ${parts}[1]`;
    spec.width = Math.max(180, Math.floor(room) - names - 30);
    spec.encoding.color.legend = { ...spec.encoding.color.legend, columns: 2 };
  } else if (typeof spec.width === "number") {
    const { y } = (spec.layer?.[0] ?? spec).encoding ?? {};
    if (y?.type === "quantitative") spec.height = Math.min(spec.height, isWide ? 320 : 240);
    spec.width = Math.floor(room);
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  return spec;
}

// Labels of an axis that would touch the one before are left out.
function thin(x) {
  if (x && x.axis !== null) x.axis = { ...x.axis, labelOverlap: true, labelSeparation: 8 };
}

function limitLegend(spec, room) {
  const columns = room >= 600 ? 3 : 2;
  const labelLimit = Math.floor(room / columns) - 40;
  spec.config.legend = { ...spec.config.legend, orient: "bottom", columns, labelLimit };
  const own = (spec.spec ?? spec).encoding?.color;
  if (own?.legend) own.legend = { ...own.legend, columns, labelLimit };
}

const isMap = (spec) => Boolean(spec.layer && spec.params?.some((one) => one.name === "at"));

// A map made for a wide window is scaled down as a whole; its names, which would be too small, are listed below.
function shrink(spec, room) {
  const part = (room - 10) / spec.width;
  spec.layer = spec.layer.filter((layer) => !["text", "rule"].includes(layer.mark.type));
  for (const layer of spec.layer) {
    if (layer.encoding?.size) layer.transform.push({ calculate: `datum.area * ${0.4 / part ** 2}`, as: "area" });
  }
  const legend = { labelFontSize: 11 / part, symbolSize: 70 / part ** 2, offset: 10 / part, columnPadding: 12 / part };
  spec.config.legend = { ...spec.config.legend, ...legend, labelLimit: 900 };
}

// Phases at each site by period, in words, the largest first.
function standings(spec) {
  const byPeriod = new Map();
  for (const row of Object.values(spec.datasets ?? {}).flat()) {
    if (row.building === undefined || !(row.online + row.building)) continue;
    if (!byPeriod.has(row.period)) byPeriod.set(row.period, []);
    byPeriod.get(row.period).push(row);
  }
  for (const rows of byPeriod.values()) rows.sort((one, other) => other.online + other.building - one.online - one.building);
  return byPeriod;
}

// The sites of a period as a list of links: on a phone, circles are too close to be touched one by one.
function listed(rows) {
  const links = (rows ?? []).map((row) => {
    const link = document.createElement("a");
    link.href = addressOf({ site: row.site });
    link.textContent = `${row.site} ${row.online}${row.building ? ` + ${row.building}` : ""}`;
    return link;
  });
  return links.length ? links.flatMap((link, at) => (at ? [" · ", link] : [link])) : ["nothing new yet"];
}

function panelsOf(spec) {
  if (spec.hconcat) return [spec.hconcat, spec.hconcat.length];
  if (spec.vconcat) return [spec.vconcat, 1];
  return spec.facet && spec.spec ? [[spec.spec], spec.columns ?? 1] : [[], 1];
}

export async function draw(plot, spec) {
  const options = { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: showTip, logLevel: 1 };
  const fittedSpec = fitted(dressed(spec), plot.clientWidth);
  plot.classList.toggle("whole", isMap(fittedSpec));
  const label = plot.getAttribute("aria-label");
  let result = await window.vegaEmbed(plot, fittedSpec, options);
  // The widths of axes and legends are known only after drawing; the panels then share the spare width.
  const [panels, columns] = panelsOf(fittedSpec);
  const spare = Math.floor((plot.clientWidth - plot.querySelector("svg").clientWidth - 2) / columns);
  if (panels.length && (spare > 4 || spare < 0)) {
    for (const panel of panels) panel.width += spare;
    result = await window.vegaEmbed(plot, fittedSpec, options);
  }
  // The plot has its own label, which Vega replaces, and its numbers are in tables; `reach` names those of its marks.
  if (label) plot.setAttribute("aria-label", label);
  plot.querySelector("svg").setAttribute("aria-hidden", "true");
  return result.view;
}

// A bar or circle leads to the page of what it stands for.
function leadOn(view) {
  view.addEventListener("click", (_, item) => {
    const address = item?.datum ? addressOf(item.datum) : "";
    if (address) location.assign(address);
  });
}

function slide(figure, view, spec) {
  const slider = figure.querySelector('input[type="range"]');
  if (!slider) return;
  const byPeriod = standings(spec);
  const words = figure.querySelector(".standing");
  const labels = slider.dataset.periods.split(" ");
  const output = figure.querySelector("output");
  const show = () => {
    const place = Number(slider.value);
    output.textContent = labels[place];
    slider.setAttribute("aria-valuetext", labels[place]);
    words.replaceChildren(...listed(byPeriod.get(place)));
    for (const link of figure.querySelectorAll(".save a")) link.search = `?period=${encodeURIComponent(labels[place])}`;
    figure.shown = view.signal("at", place).runAsync().then(() => reach(figure.querySelector(".plot"), "leads" in figure.dataset));
  };
  slider.addEventListener("input", show);
  // A link to the page as it stands leads to this period.
  const keep = () => {
    const query = new URLSearchParams(location.search);
    query.set("period", output.textContent);
    history.replaceState(null, "", `?${query}${location.hash}`);
  };
  slider.addEventListener("change", keep);
  show();
  let timer = 0;
  const play = figure.querySelector("button.play");
  play.addEventListener("click", () => {
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "▶";
      play.setAttribute("aria-label", "Play");
      keep();
    };
    if (timer) {
      stop();
      return;
    }
    if (Number(slider.value) === labels.length - 1) slider.value = "0";
    play.textContent = "⏸";
    play.setAttribute("aria-label", "Pause");
    timer = setInterval(() => {
      if (Number(slider.value) >= labels.length - 1) stop();
      else {
        slider.value = String(Number(slider.value) + 1);
        show();
      }
    }, 250);
  });
}

async function fill(figure) {
  const plot = figure.querySelector(".plot");
  try {
    const answer = await fetch(figure.dataset.chart);
    const spec = await answer.json();
    if (spec.datasets && !Object.values(spec.datasets).flat().length) {
      plot.textContent = "Nothing that is chosen is in this chart.";
      figure.dataset.drawn = "yes";
      return;
    }
    const redraw = async () => {
      const view = await draw(plot, spec);
      slide(figure, view, spec);
      if ("leads" in figure.dataset) leadOn(view);
      reach(plot, "leads" in figure.dataset);
    };
    // One drawing at a time: the look may change while one is under way, which is then followed by another.
    let isStale = false;
    let isDrawing = false;
    const renew = async () => {
      isStale = true;
      if (isDrawing) return;
      isDrawing = true;
      if (figure.dataset.drawn) figure.dataset.drawn = "again";
      while (isStale) {
        isStale = false;
        await redraw();
      }
      isDrawing = false;
      figure.dataset.drawn = "yes";
    };
    isDark.addEventListener("change", () => track(renew()));
    await renew();
  } catch {
    plot.textContent = "The chart cannot be drawn; its numbers are in the tables.";
  }
}

const waiting = new Set();

const drawing = new Set();

async function track(work) {
  drawing.add(work);
  await work.finally(() => drawing.delete(work));
}

async function begin(figure) {
  near.unobserve(figure);
  if (waiting.delete(figure)) await track(fill(figure));
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) begin(entry.target);
  },
  { rootMargin: "300px" },
);

// Charts not yet in view are drawn when the browser is idle, so that a printed page has all of them.
const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));

async function fillRest() {
  for (const figure of [...waiting]) {
    await idle();
    await begin(figure);
  }
}

export function watch(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]")) {
    waiting.add(figure);
    near.observe(figure);
  }
  if (document.readyState === "complete") fillRest();
}

export async function drawAll() {
  await fillRest();
  await Promise.all(drawing);
}

// On paper the map stands at its end, where all is built, unless somebody chose a period. Returns what puts it back.
export async function atTheEnd() {
  const sliders = new URLSearchParams(location.search).has("period") ? [] : [...document.querySelectorAll('figure input[type="range"]')];
  const before = sliders.map((slider) => slider.value);
  const move = (slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
    return slider.closest("figure").shown;
  };
  await Promise.all(sliders.map((slider) => move(slider, slider.max)));
  return () => sliders.forEach((slider, at) => move(slider, before[at]));
}

watch(document);
window.addEventListener("load", fillRest);
