// The page of a version: its sheets, what is wrong in them as they are changed, and the next version that is saved of it.
import { draw } from "./drawing.js";
import { Grid } from "./grid.js";
import { Tables, isNumber, shown } from "./model.js";

const at = (id) => document.getElementById(id);
const box = at("case");
const { project, number } = box.dataset;
const url = `${project}/versions/${number}`;
const draftKey = `draft ${box.dataset.version}`;
const CHECK_AFTER_MS = 350;
const NEWS_EVERY_MS = 8000;
const SEVERITIES = ["error", "warning", "info"];

const [tables, schema] = await Promise.all([`${url}/tables.json`, "/case/schema.json"].map((path) => fetch(path).then((answer) => answer.json()))).catch((error) => {
  at("message").textContent = "The tables cannot be loaded: reload the page. If the server was stopped, start it again first.";
  throw error;
});
const model = new Tables(tables, schema);
let faults = [];
let byCell = new Map();
let checking = 0;
let timer = 0;
let remembering = 0;
// Without a cell in its address, the page of a case with errors opens at the first one.
let isToBeFixed = !location.hash;
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (isToBeFixed = false), { once: true, capture: true });

const grid = new Grid(at("grid"), model, {
  faultsAt: (sheet, row, field) => byCell.get(`${sheet} ${row} ${field}`) ?? [],
  isFaulty: (sheet, row) => faults.some((fault) => fault.name === sheet && fault.row === row),
  onlyFaulty: () => at("faulty").checked,
  onChange: changed,
  onMove: moved,
  onState: writeAddress,
  onLeave: () => at("filter").focus(),
  onKey: shortcut,
});

function sheetNamed(title) {
  return model.kinds.has(title) ? title : "";
}

// ---- what is shown

function open(sheet, isAll = false) {
  at("all").checked = isAll;
  at("faulty").checked = false;
  grid.show(sheet, isAll);
  at("filter").value = "";
  shownSheet();
}

function shownSheet() {
  const kind = model.kinds.get(grid.sheet);
  at("sheet-name").textContent = grid.sheet;
  at("about").textContent = kind.about;
  for (const id of ["add", "remove"]) at(id).disabled = grid.sheet === "settings";
  listSheets();
  counted();
  moved();
  remember();
}

function listSheets() {
  const worst = new Map();
  for (const { name, severity } of faults) {
    const counts = worst.get(name) ?? { error: 0, warning: 0, info: 0 };
    counts[severity] += 1;
    worst.set(name, counts);
  }
  const names = [...model.kinds.keys()];
  const filled = names.filter((name) => model.rows.get(name).length || model.kinds.get(name).required);
  const empty = names.filter((name) => !filled.includes(name));
  const item = (name) => {
    const line = document.createElement("li");
    const button = line.appendChild(document.createElement("button"));
    const counts = worst.get(name);
    Object.assign(button, { type: "button", textContent: name });
    button.addEventListener("click", () => open(name));
    if (name === grid.sheet) button.setAttribute("aria-current", "true");
    const rows = button.appendChild(document.createElement("span"));
    rows.className = counts?.error ? "error" : counts?.warning ? "warning" : "quiet";
    const [many, word] = counts?.error ? [counts.error, "error"] : counts?.warning ? [counts.warning, "warning"] : [0, ""];
    rows.textContent = many ? `${many} ${word}${many > 1 ? "s" : ""}` : model.rows.get(name).length || "";
    return line;
  };
  const rest = document.createElement("li");
  const more = rest.appendChild(document.createElement("details"));
  more.open = empty.includes(grid.sheet);
  more.appendChild(document.createElement("summary")).textContent = `${empty.length} empty sheets`;
  const inside = more.appendChild(document.createElement("ul"));
  inside.append(...empty.map(item));
  at("sheets").replaceChildren(...filled.map(item), rest);
  at("sheet").replaceChildren(...[...filled, ...empty].map((name) => new Option(worst.get(name)?.error ? `${name} (errors)` : name, name, false, name === grid.sheet)));
}

function counted() {
  const all = model.rows.get(grid.sheet).length;
  at("count").textContent = grid.view.length === all ? `${all} row${all === 1 ? "" : "s"}` : `${grid.view.length} of ${all} rows`;
}

// Say what the cell holds and what is wrong with it, and draw the row.
function moved() {
  const { row, place, column } = grid.here;
  at("cell").replaceChildren();
  if (column) {
    const held = row ? model.column(grid.sheet, row, column) : column;
    const unit = held.unit ? ` [${held.unit.replace("usd_bn", "USD bn")}]` : "";
    const says = document.createElement("span");
    says.className = "quiet";
    says.textContent = `${held.title}${held.title.includes("[") ? "" : unit}: ${held.doc ?? ""}${standsFor(held)}`;
    at("cell").append(says, ...(row ? byCell.get(`${grid.sheet} ${place} ${column.id}`) ?? [] : []).map(inWords));
  }
  draw(at("drawing"), grid, row);
  remember();
}

function standsFor(column) {
  if (column.isPeriod || column.required || column.default === undefined) return "";
  const value = Array.isArray(column.default) ? column.default.join(";") : shown(column.default);
  return value === "" ? " Blank: none, any or no limit." : ` Blank: ${value}.`;
}

function inWords(fault) {
  const line = document.createElement("span");
  line.className = `fault ${fault.severity}`;
  const code = Object.assign(document.createElement("a"), { href: `/codes/${fault.code}`, textContent: fault.code });
  const found = fault.found ? `, found ${fault.found}` : "";
  const expected = fault.expected ? `, expected ${fault.expected}` : "";
  line.append(`${fault.severity} `, code, ` ${fault.meaning}${found}${expected}; ${fault.fix}`);
  return line;
}

// ---- changes and their check

function changed() {
  const isDirty = model.touched.length > 0;
  at("save").disabled = !isDirty;
  at("undo").disabled = !model.done.length;
  at("redo").disabled = !model.undone.length;
  at("download").textContent = isDirty ? "Save and download" : "Download";
  keepDraft(isDirty);
  counted();
  at("message").textContent = isDirty ? `Changed: ${model.touched.join(", ")}. Not saved yet.` : "";
  draw(at("drawing"), grid, grid.here.row);
  clearTimeout(timer);
  timer = setTimeout(check, CHECK_AFTER_MS);
}

// Changes that are not saved yet are kept in the browser, unless it has no room for them.
function keepDraft(isDirty) {
  try {
    if (isDirty) localStorage.setItem(draftKey, JSON.stringify(model.changes()));
    else localStorage.removeItem(draftKey);
  } catch {
    at("news").textContent = "This browser has no room to keep what is not saved: save a version before you leave the page.";
    at("news").hidden = false;
  }
}

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({ detail: `The server answered with status ${answer.status}: try again.` }));
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

async function check() {
  const turn = (checking += 1);
  try {
    const said = await post(`${url}/check`, model.changes());
    if (turn !== checking) return; // another change has been made meanwhile
    faults = said.faults.map((fault) => ({ ...fault, name: sheetNamed(fault.sheet) }));
    byCell = new Map();
    for (const fault of faults) {
      const key = `${fault.name} ${fault.row} ${fault.field}`;
      byCell.set(key, [...(byCell.get(key) ?? []), fault]);
    }
    if (said.periods.join() !== model.periods.join() || at("faulty").checked) {
      model.periods = said.periods;
      grid.renew();
    }
    verdict(said.counts);
  } catch (error) {
    at("verdict").textContent = error instanceof TypeError ? "The server does not answer: changes are kept in this browser." : error.message;
  }
  goToFirst();
  listSheets();
  grid.draw(true);
  moved();
}

function verdict(counts) {
  const words = SEVERITIES.filter((one) => counts[one]).map((one) => `${counts[one]} ${one}${counts[one] > 1 ? "s" : ""}`);
  at("verdict").textContent = words.length ? `${words.join(", ")}.${counts.error ? "" : " It can be solved."}` : "None: the case can be solved.";
  // A sentence that is true of several cells is said once.
  const alike = new Map();
  for (const fault of faults.slice(0, 100)) {
    const said = `${fault.name} ${inWords(fault).textContent}`;
    alike.set(said, [...(alike.get(said) ?? []), fault]);
  }
  at("faults").replaceChildren(
    ...[...alike.values()].map((some) => {
      const line = document.createElement("li");
      line.append(...some.flatMap((fault) => [leadTo(fault), " "]), inWords(some[0]));
      return line;
    }),
  );
}

function leadTo(fault) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "place", textContent: fault.cell || fault.sheet || "the case" });
  button.disabled = !fault.name;
  button.addEventListener("click", () => goTo(fault));
  return button;
}

function goTo(fault) {
  if (fault.name !== grid.sheet) open(fault.name);
  if (!grid.columns.some((column) => column.id === fault.field)) open(fault.name, true);
  grid.goTo(fault.row, fault.field);
  at("grid").focus();
}

function goToFirst() {
  const fault = faults.find((one) => one.severity === "error");
  if (isToBeFixed && fault?.name) goTo(fault);
  isToBeFixed = false;
}

async function save() {
  grid.leave(true);
  if (!model.touched.length) return Number(number);
  at("save").disabled = true;
  at("message").textContent = "Saving …";
  try {
    const said = await post(`${url}/save`, { ...model.changes(), note: at("note").value });
    localStorage.removeItem(draftKey);
    if (said.beside.length) sessionStorage.setItem("beside", JSON.stringify({ ...said, from: Number(number) }));
    return said.number;
  } catch (error) {
    at("message").textContent = error instanceof TypeError ? "The server does not answer. The changes are kept in this browser: save again later." : error.message;
    at("save").disabled = false;
    return 0;
  }
}

async function saveAndOpen(more = "") {
  const saved = await save();
  if (!saved || saved === Number(number)) return;
  writeAddress();
  location.assign(`${project}/versions/${saved}${more}${location.hash}`);
}

// ---- a link to any state of the page

function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(writeAddress, 200); // a browser takes only so many changes of an address in a while
}

function writeAddress() {
  const state = new URLSearchParams({ sheet: grid.sheet });
  const { place, column } = grid.here;
  if (grid.at.some(Boolean) && place !== undefined) state.set("row", place + 2);
  if (grid.at.some(Boolean) && column) state.set("column", column.id);
  if (grid.words) state.set("filter", grid.words);
  if (grid.sorted) state.set("sort", (grid.sorted.isDown ? "-" : "") + grid.sorted.id);
  if (grid.all) state.set("all", "1");
  history.replaceState(null, "", `#${state}`);
}

function recall(isFirst = false) {
  const state = new URLSearchParams(location.hash.slice(1));
  const sheet = model.kinds.has(state.get("sheet")) ? state.get("sheet") : "settings";
  const [row, column, sort] = [Number(state.get("row")), state.get("column"), state.get("sort")];
  const words = state.get("filter") ?? "";
  const shows = (isAll) => model.columns(sheet, isAll).some((one) => one.id === column);
  open(sheet, state.get("all") === "1" || (!shows(false) && shows(true)));
  at("filter").value = words;
  grid.words = words;
  if (sort) grid.sorted = { id: sort.replace(/^-/, ""), isDown: sort.startsWith("-") };
  grid.refresh();
  if (row > 1 && row - 2 < model.rows.get(sheet).length) {
    grid.goTo(row - 2, column);
    if (isFirst) at("grid").focus();
  }
  counted();
  remember();
}

// ---- others at work on the same project

async function news() {
  try {
    const said = await (await fetch(`${project}/state`)).json();
    if (said.newest <= Number(box.dataset.newest)) return;
    box.dataset.newest = said.newest;
    const link = Object.assign(document.createElement("a"), { href: `${project}/versions/${said.newest}`, textContent: `version ${said.newest}` });
    at("news").replaceChildren(`${said.author || "Somebody"} has saved `, link, ` (${said.change}). What you save here becomes another version; both are kept.`);
    at("news").hidden = false;
  } catch {
    // the server is away: the next turn shows it
  }
}

function sayBeside() {
  const beside = sessionStorage.getItem("beside");
  sessionStorage.removeItem("beside");
  if (!beside) return;
  const { number: saved, from, beside: others } = JSON.parse(beside);
  const last = others.at(-1);
  const link = Object.assign(document.createElement("a"), { href: `${project}/difference?before=${last}&after=${saved}`, textContent: "See how they differ" });
  const words = `Saved as version ${saved}, made from version ${from}. Meanwhile version ${others.join(", ")} was saved by somebody else: both are kept. `;
  at("news").replaceChildren(words, link, ".");
  at("news").hidden = false;
}

// ---- keys and buttons

function shortcut(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isText = event.target.matches?.("input, textarea, select") && !event.target.closest("#grid");
  if (key === "s") saveAndOpen();
  else if (isText) return;
  else if (key === "z" && !event.shiftKey) step("undo");
  else if (key === "y" || key === "z") step("redo");
  else return;
  event.preventDefault();
}

function step(way) {
  const sheet = model[way]();
  if (!sheet) return;
  if (sheet !== grid.sheet) open(sheet);
  else grid.show(sheet);
  changed();
}

document.addEventListener("keydown", (event) => {
  if (!event.defaultPrevented) shortcut(event);
});
at("undo").addEventListener("click", () => step("undo"));
at("redo").addEventListener("click", () => step("redo"));
at("save").addEventListener("click", () => saveAndOpen());
at("add").addEventListener("click", () => grid.add());
at("remove").addEventListener("click", () => grid.remove());
at("sheet").addEventListener("change", (event) => open(event.target.value));
at("filter").addEventListener("input", (event) => {
  grid.words = event.target.value;
  grid.refresh();
  counted();
  moved();
  writeAddress();
});
for (const id of ["faulty", "all"]) {
  at(id).addEventListener("change", () => {
    grid.show(grid.sheet, at("all").checked);
    counted();
    remember();
  });
}
at("download").addEventListener("click", async (event) => {
  if (!model.touched.length) return;
  event.preventDefault();
  await saveAndOpen("?download=1");
});
at("solve").addEventListener("submit", async (event) => {
  if (!model.touched.length) return;
  event.preventDefault();
  const saved = await save();
  if (!saved) return;
  event.target.action = `${project}/versions/${saved}/solve`;
  event.target.submit();
});
window.addEventListener("hashchange", () => recall());

const draft = localStorage.getItem(draftKey);
if (draft) model.restore(JSON.parse(draft));
recall(true);
changed();
if (draft) at("message").textContent = "Changes that were not saved the last time are here again. Undo does not reach them; open the project to go back to the saved version.";
if (tables.lost?.length) at("message").textContent = `Not taken over from the workbook, because its table was not found: ${tables.lost.join(", ")}. Fix it there and upload the workbook again, or fill it in here.`;
sayBeside();
setInterval(news, NEWS_EVERY_MS);
if (new URLSearchParams(location.search).has("download")) {
  history.replaceState(null, "", location.pathname + location.hash);
  at("download").click();
}
box.dataset.ready = "yes";
