// The periods of a sheet as bars while they are edited: the sum of the rows shown, and the row at the cell.
const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 150;
const LEFT = 52;
const BELOW = 22;

function part(name, values, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const figure = (value) => value.toLocaleString("en", { maximumSignificantDigits: 4 });

export function draw(place, grid, row) {
  const periods = grid.columns.filter((column) => column.isPeriod);
  place.hidden = !periods.length || !grid.view.length;
  if (place.hidden) return;
  const amount = (one, id) => (typeof one?.[id] === "number" ? one[id] : 0);
  // Rows of another scenario are no part of the sum.
  const rows = grid.view.map(({ row: one }) => one).filter((one) => (one.scenario ?? "") === (row?.scenario ?? ""));
  const sums = periods.map(({ id }) => rows.reduce((sum, one) => sum + amount(one, id), 0));
  const own = periods.map(({ id }) => amount(row, id));
  const most = Math.max(...sums, ...own, 1e-12);
  const width = Math.max(260, place.clientWidth - 30);
  const wide = (width - LEFT) / periods.length;
  const high = (value) => Math.max(0, (value / most) * (HEIGHT - BELOW - 12));
  const isName = ({ id, isPeriod }) => !isPeriod && !["source", "note"].includes(id);
  const name = row ? grid.columns.filter(isName).map(({ id }) => row[id]).filter((value) => typeof value === "string").slice(0, 2).join(", ") : "";
  const unit = (periods[0].unit ?? "").replace("usd_bn", "USD bn");
  const hasScenarios = grid.columns.some(({ id }) => id === "scenario");
  const of = hasScenarios ? (row?.scenario ? ` of scenario ${row.scenario}` : " without a scenario") : "";
  const others = rows.length > 1 ? `all ${rows.length} rows shown${of}, and in colour ` : "";
  const words = `${unit} by period: ${others}${row ? name || "the row at the cell" : ""}`;
  const art = part("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": `${grid.sheet} by period, ${words}` });
  const base = HEIGHT - BELOW;
  const every = Math.ceil(56 / wide);
  art.append(part("line", { x1: LEFT, x2: width, y1: base, y2: base, class: "axis" }), part("text", { x: LEFT - 6, y: base - high(most) + 4, class: "end" }, figure(most)), part("text", { x: LEFT - 6, y: base, class: "end" }, "0"));
  periods.forEach((period, at) => {
    const x = LEFT + at * wide;
    for (const [kind, value] of [["all", sums[at]], ["own", own[at]]]) {
      const bar = part("rect", { x: x + 1, y: base - high(value), width: Math.max(1, wide - 2), height: high(value), class: kind });
      bar.append(part("title", {}, `${period.id}: ${name || "this row"} ${figure(own[at])} of ${figure(sums[at])}`));
      art.append(bar);
    }
    if (at % every === 0 && x + 44 < width) art.append(part("text", { x: x + 1, y: HEIGHT - 6 }, period.id));
  });
  place.querySelector("figcaption").textContent = words;
  place.querySelector(".plot").replaceChildren(art);
}
