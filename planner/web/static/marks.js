// Bars and circles by keyboard: a chart is one stop of the Tab key, arrows go from mark to mark, Enter follows its link.
// The name of a mark is its figure, as its tooltip shows it.
import { hideTip, showTip } from "./tooltip.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

// The address of the part of the plan that a mark stands for; empty where there is none.
export function addressOf(datum) {
  const query = new URLSearchParams(location.search);
  const [site, node] = String(datum.label ?? "").includes(" · ") ? datum.label.split(" · ") : [datum.site, datum.node];
  const names = { site: site?.split(":")[0], node, fund: (datum.fund ?? datum.payer)?.replace(/ \(lapses\)$/, ""), item: datum.series };
  if (typeof datum.period === "string") names.year = datum.period.slice(0, 4);
  const known = Object.entries(names).filter(([, text]) => text);
  for (const [name, text] of known) query.set(name, text);
  return known.length ? `?${query}#why` : "";
}

const named = (tooltip) =>
  Object.entries(tooltip)
    .map(([name, text]) => `${name.replaceAll("_", " ")} ${text}`)
    .join(", ");

// Marks that say something, in the order in which they are read: rows of bars from the top, columns from the left.
function marksOf(svg) {
  const marks = [];
  for (const [order, element] of [...svg.querySelectorAll(".mark-rect path, .mark-symbol path, .mark-arc path")].entries()) {
    const item = element.__data__;
    if (!item?.datum || item.mark.role !== "mark" || !item.tooltip || typeof item.tooltip !== "object") continue;
    if (item.mark.marktype === "rect" && !(item.width && item.height)) continue; // a bar that nobody sees
    marks.push({ element, item, order, panel: element.closest(".role-scope, .role-frame") });
  }
  const panels = [...new Set(marks.map((mark) => mark.panel))];
  const distinct = (side) => new Set(marks.map(({ item }) => Math.round(item[side] ?? 0))).size;
  const sides = distinct("y") < distinct("x") ? ["y", "x"] : ["x", "y"];
  const place = ({ panel, item, order }) => [panels.indexOf(panel), ...sides.map((side) => Math.round(item[side] ?? 0)), order];
  const compare = (one, other) => {
    const [left, right] = [place(one), place(other)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : left[at] - right[at];
  };
  return marks.sort(compare).map(({ element }) => element);
}

// What has no figure of its own is not read out: its numbers are in the tables.
function hideRest(svg, marks) {
  svg.removeAttribute("aria-hidden");
  for (const group of svg.querySelectorAll("g[class]")) group.setAttribute("aria-hidden", "true");
  const given = ["aria-hidden", "aria-label", "aria-roledescription", "role"]; // by Vega: they would hide what is inside
  for (const mark of marks) {
    for (let group = mark.parentElement; group && group !== svg; group = group.parentElement) {
      if (given.some((name) => group.hasAttribute(name))) for (const name of given) group.removeAttribute(name);
    }
  }
}

export function reach(plot, leads) {
  const svg = plot.querySelector("svg");
  const marks = svg ? marksOf(svg) : [];
  const last = plot.marks?.indexOf(plot.marked) ?? -1;
  const hadFocus = plot.contains(document.activeElement) && document.activeElement !== plot;
  Object.assign(plot, { marks, marked: marks[Math.min(Math.max(0, last), marks.length - 1)] });
  plot.setAttribute("role", marks.length ? "group" : "img");
  if (!marks.length) {
    plot.tabIndex = 0;
    svg?.setAttribute("aria-hidden", "true");
    return;
  }
  plot.removeAttribute("tabindex");
  hideRest(svg, marks);
  for (const mark of marks) {
    const { datum, tooltip } = mark.__data__;
    mark.setAttribute("role", leads && addressOf(datum) ? "link" : "img");
    mark.setAttribute("aria-label", named(tooltip));
    mark.removeAttribute("aria-roledescription");
    mark.setAttribute("tabindex", mark === plot.marked ? "0" : "-1");
  }
  if (hadFocus) plot.marked.focus({ preventScroll: true });
  if (plot.dataset.reached) return;
  plot.dataset.reached = "yes";
  plot.addEventListener("keydown", (event) => press(plot, event, leads));
  plot.addEventListener("focusin", ({ target }) => {
    if (!plot.marks.includes(target)) return;
    plot.marked?.setAttribute("tabindex", "-1");
    plot.marked = target;
    target.setAttribute("tabindex", "0");
    const box = target.getBoundingClientRect();
    showTip(null, { clientX: box.right, clientY: box.bottom }, null, target.__data__.tooltip);
  });
  plot.addEventListener("focusout", hideTip);
}

function press(plot, event, leads) {
  const at = plot.marks.indexOf(event.target);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") hideTip();
  if (event.key in STEPS) {
    event.preventDefault();
    plot.marks[Math.min(plot.marks.length - 1, Math.max(0, at + STEPS[event.key]))].focus();
  }
  const address = leads && (event.key === "Enter" || event.key === " ") ? addressOf(event.target.__data__.datum) : "";
  if (address) {
    event.preventDefault();
    location.assign(address);
  }
}
