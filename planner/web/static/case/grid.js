// A table that is read and edited like a sheet: rows are drawn as they scroll into view, keys move and edit.
// The focus stays on the table; `aria-activedescendant` names the cell that it is at.
import { cellsOf, isNumber, shown, textOf, typed } from "./model.js";

const ROW_PX = 27;
const MARGIN = 6;

export class Grid {
  constructor(place, tables, hooks) {
    Object.assign(this, { place, tables, hooks, sheet: "", columns: [], view: [], at: [0, 0], from: [0, 0], editor: null });
    this.sorted = null; // {id, isDown}
    this.words = "";
    place.className = "grid";
    place.tabIndex = 0;
    place.setAttribute("role", "grid");
    place.setAttribute("aria-multiselectable", "true");
    this.table = place.appendChild(document.createElement("table"));
    this.table.setAttribute("role", "presentation");
    this.cols = this.table.appendChild(document.createElement("colgroup"));
    this.head = this.table.createTHead();
    this.body = this.table.createTBody();
    for (const part of [this.head, this.body]) part.setAttribute("role", "rowgroup");
    place.addEventListener("scroll", () => this.draw());
    place.addEventListener("keydown", (event) => this.#key(event));
    place.addEventListener("mousedown", (event) => this.#press(event));
    place.addEventListener("dblclick", () => this.edit());
    place.addEventListener("copy", (event) => this.#copy(event));
    place.addEventListener("cut", (event) => this.#copy(event) || this.clear());
    place.addEventListener("paste", (event) => this.#paste(event));
    new ResizeObserver(() => this.draw()).observe(place);
  }

  // Show a sheet, or show it again after its rows or columns have changed.
  show(sheet, all = this.all) {
    const isOther = sheet !== this.sheet;
    this.leave(true);
    Object.assign(this, { sheet, all, columns: this.tables.columns(sheet, all) });
    if (isOther) Object.assign(this, { at: [0, 0], from: [0, 0], sorted: null, words: "" });
    this.place.setAttribute("aria-label", sheet);
    this.place.setAttribute("aria-colcount", this.columns.length + 1);
    this.refresh();
    if (isOther) this.place.scrollTo(0, 0);
  }

  // Show the sheet again; while a cell is being edited, after that.
  renew() {
    if (this.editor) this.isStale = true;
    else this.show(this.sheet);
  }

  // Find the rows to show: those that the filter leaves, in order. Rows that were just added are always among them.
  refresh(added = new Set()) {
    const rows = this.tables.rows.get(this.sheet);
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    const says = (row, word) => {
      const [, id, part] = word.match(/^(\w+)=(.*)$/) ?? [];
      const inside = id && this.columns.some((column) => column.id === id) ? [row[id]] : Object.values(row);
      return inside.some((value) => shown(value).toLowerCase().includes(id && inside.length === 1 ? part : word));
    };
    const isShown = (row, place) => added.has(row) || ((!this.hooks.onlyFaulty() || this.hooks.isFaulty(this.sheet, place)) && words.every((word) => says(row, word)));
    this.view = rows.map((row, place) => ({ row, place })).filter(({ row, place }) => isShown(row, place));
    if (this.sorted) this.#sort();
    this.place.setAttribute("aria-rowcount", this.view.length + 1);
    this.#drawHead();
    this.#move(...this.at, true, false);
    this.draw(true);
  }

  #sort() {
    const { id, isDown } = this.sorted;
    const order = (one, other) => {
      const [a, b] = [one.row[id] ?? "", other.row[id] ?? ""];
      if (a === "" || b === "") return (a === "") - (b === "");
      const both = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
      return isDown ? -both : both;
    };
    this.view.sort(order);
  }

  #drawHead() {
    const widths = this.columns.map((column) => this.#width(column));
    this.cols.replaceChildren(...[46, ...widths].map((width) => Object.assign(document.createElement("col"), { width })));
    this.table.style.width = `${46 + widths.reduce((sum, width) => sum + width, 0)}px`;
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", 1);
    const heads = [{ id: "", title: "" }, ...this.columns].map((column) => {
      const head = document.createElement("th");
      head.setAttribute("role", "columnheader");
      if (!column.id) {
        head.innerHTML = '<span class="hidden">Row</span>';
        return head;
      }
      const button = head.appendChild(document.createElement("button"));
      Object.assign(button, { type: "button", tabIndex: -1, textContent: column.title, title: column.doc ?? "" });
      button.addEventListener("click", () => this.sort(column.id));
      head.className = [isNumber(column) ? "number" : "", column.required ? "needed" : ""].join(" ").trim();
      if (this.sorted?.id === column.id) head.setAttribute("aria-sort", this.sorted.isDown ? "descending" : "ascending");
      return head;
    });
    row.append(...heads);
    this.head.replaceChildren(row);
  }

  #width(column) {
    const longest = this.view.slice(0, 150).reduce((most, { row }) => Math.max(most, shown(row[column.id]).length), 0);
    const words = column.title.split(/\s+/).map((word) => word.length);
    const title = column.isPeriod ? column.title.length + 1 : Math.max(...words, Math.ceil(column.title.length / 2) + 1);
    // The bold letters of a title take more room than those of the cells.
    return Math.round(Math.min(Math.max(longest * 7.5, title * 8.4, 38), column.isPeriod ? 100 : 230)) + 24;
  }

  // Sort by a column, up, then down, then not at all; a key says which.
  sort(id, isDown) {
    if (isDown !== undefined || this.sorted?.id !== id) this.sorted = { id, isDown: isDown ?? false };
    else this.sorted = this.sorted.isDown ? null : { id, isDown: true };
    this.refresh();
    this.hooks.onState();
  }

  // Draw the rows in view. A cell that is being edited must not be drawn over.
  draw(isForced = false) {
    if (this.editor) return;
    const first = Math.max(0, Math.floor(this.place.scrollTop / ROW_PX) - MARGIN);
    const last = Math.min(this.view.length, first + Math.ceil(this.place.clientHeight / ROW_PX) + 2 * MARGIN);
    if (!isForced && this.drawn?.[0] === first && this.drawn[1] === last) return;
    this.drawn = [first, last];
    const rows = [];
    for (let r = first; r < last; r += 1) rows.push(this.#row(r));
    this.body.replaceChildren(space(first), ...rows, space(this.view.length - last));
    this.#point();
  }

  #row(r) {
    const { row, place } = this.view[r];
    const line = document.createElement("tr");
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", r + 2);
    const number = line.appendChild(document.createElement("th"));
    number.setAttribute("role", "rowheader");
    number.textContent = place + 2; // as in the workbook
    const [top, bottom] = ends(this.at[0], this.from[0]);
    const [left, right] = ends(this.at[1], this.from[1]);
    this.columns.forEach((column, c) => {
      const cell = line.appendChild(document.createElement("td"));
      const faults = this.hooks.faultsAt(this.sheet, place, column.id);
      const isChosen = r >= top && r <= bottom && c >= left && c <= right;
      cell.id = `cell-${r}-${c}`;
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", c + 2);
      cell.setAttribute("aria-selected", isChosen);
      cell.dataset.r = r;
      cell.dataset.c = c;
      cell.textContent = shown(row[column.id]);
      if (cell.textContent.length > 18) cell.title = cell.textContent;
      cell.className = [typeof row[column.id] === "number" ? "number" : "", isChosen ? "chosen" : "", faults.length ? faults[0].severity : ""].filter(Boolean).join(" ");
      if (faults.some((fault) => fault.severity === "error")) cell.setAttribute("aria-invalid", "true");
    });
    return line;
  }

  #point() {
    for (const old of this.body.querySelectorAll(".here")) old.classList.remove("here");
    const cell = document.getElementById(`cell-${this.at[0]}-${this.at[1]}`);
    cell?.classList.add("here");
    if (cell) this.place.setAttribute("aria-activedescendant", cell.id);
    else this.place.removeAttribute("aria-activedescendant");
  }

  #move(r, c, isFresh, isScrolled = true) {
    this.at = [clamp(r, this.view.length), clamp(c, this.columns.length)];
    if (isFresh) this.from = [...this.at];
    if (isScrolled) {
      this.#reveal();
      this.draw(true);
      this.hooks.onMove();
    }
  }

  // Scroll until the cell is in view, beside the fixed head and row numbers.
  #reveal() {
    const top = this.at[0] * ROW_PX;
    const head = this.head.offsetHeight;
    const { place } = this;
    if (top < place.scrollTop) place.scrollTop = top;
    else if (top + ROW_PX > place.scrollTop + place.clientHeight - head) place.scrollTop = top + ROW_PX - place.clientHeight + head;
    const heads = this.head.rows[0].cells;
    const box = heads[this.at[1] + 1];
    if (!box) return;
    const fixed = this.#fixed();
    if (this.at[1] > 0 && box.offsetLeft - fixed < place.scrollLeft) place.scrollLeft = box.offsetLeft - fixed;
    else if (box.offsetLeft + box.offsetWidth > place.scrollLeft + place.clientWidth) place.scrollLeft = box.offsetLeft + box.offsetWidth - place.clientWidth;
  }

  #fixed() {
    const heads = this.head.rows[0].cells;
    return innerWidth > 720 ? heads[0].offsetWidth + (heads[1]?.offsetWidth ?? 0) : heads[0].offsetWidth;
  }

  // The row and column that the focus is at.
  get here() {
    const { row, place } = this.view[this.at[0]] ?? {};
    return { row, place, column: this.columns[this.at[1]] };
  }

  goTo(place, field) {
    let r = this.view.findIndex((one) => one.place === place);
    if (r < 0 && this.words) {
      this.words = "";
      this.refresh();
      r = this.view.findIndex((one) => one.place === place);
    }
    const c = this.columns.findIndex((column) => column.id === field);
    this.#move(Math.max(r, 0), Math.max(c, 0), true);
  }

  // The selected cells, row by row.
  get chosen() {
    const [top, bottom] = ends(this.at[0], this.from[0]);
    const [left, right] = ends(this.at[1], this.from[1]);
    const columns = this.columns.slice(left, right + 1);
    return { rows: this.view.slice(top, bottom + 1).map(({ row }) => row), columns, top, left };
  }

  #isFixed(column) {
    return this.sheet === "settings" && column.id === "key";
  }

  // Set cells, those that may be changed.
  set(cells) {
    const list = cells.filter(({ column }) => column && !this.#isFixed(column)).map(({ row, column, after }) => ({ row, field: column.id, after }));
    if (this.tables.change(this.sheet, list)) this.hooks.onChange();
    this.draw(true);
  }

  clear() {
    const { rows, columns } = this.chosen;
    this.set(rows.flatMap((row) => columns.map((column) => ({ row, column, after: null }))));
  }

  fillDown() {
    const { rows, columns } = this.chosen;
    const [first, ...rest] = rows;
    this.set(rest.flatMap((row) => columns.map((column) => ({ row, column, after: first[column.id] ?? null }))));
  }

  add() {
    if (this.sheet === "settings") return;
    const row = {};
    const below = this.view.length ? this.here.place + 1 : this.tables.rows.get(this.sheet).length;
    this.tables.insert(this.sheet, below, [row]);
    this.hooks.onChange();
    this.refresh(new Set([row]));
    this.#move(this.view.findIndex((one) => one.row === row), 0, true);
    this.place.focus();
  }

  remove() {
    const { rows, top } = this.chosen;
    if (this.sheet === "settings" || !rows.length) return;
    this.tables.remove(this.sheet, rows);
    this.hooks.onChange();
    this.refresh();
    this.#move(top, this.at[1], true);
    this.place.focus();
  }

  edit(text) {
    const { row, column } = this.here;
    if (!row || this.#isFixed(column) || this.editor) return;
    this.#reveal();
    this.draw(true);
    const cell = document.getElementById(`cell-${this.at[0]}-${this.at[1]}`);
    const input = document.createElement("input");
    const held = this.tables.column(this.sheet, row, column);
    const list = document.createElement("datalist");
    list.id = "choices";
    input.setAttribute("aria-label", `${column.title}, row ${this.here.place + 2}`);
    input.autocomplete = "off";
    input.value = text ?? shown(row[column.id]);
    this.editor = { input, row, column, held };
    this.#offer(list, held, input.value);
    if (list.childElementCount) input.setAttribute("list", list.id);
    input.addEventListener("input", () => this.#offer(list, held, input.value));
    input.addEventListener("keydown", (event) => this.#keyInside(event));
    input.addEventListener("blur", () => this.leave(true));
    cell.replaceChildren(input, list);
    cell.classList.add("open");
    input.focus();
    if (text === undefined) input.select();
  }

  // Several names stand in one cell, separated by semicolons: the last one is offered.
  #offer(list, column, text) {
    const before = column.type === "names" ? text.slice(0, text.lastIndexOf(";") + 1) : "";
    list.replaceChildren(...this.tables.choices(column).map((choice) => Object.assign(document.createElement("option"), { value: before + choice })));
  }

  // Leave the cell that is being edited, with what was typed or without.
  leave(isTaken) {
    if (!this.editor) return;
    const { input, row, column, held } = this.editor;
    this.editor = null;
    if (isTaken) this.set([{ row, column, after: typed(input.value, held) }]);
    else this.draw(true);
    if (!this.isStale) return;
    this.isStale = false;
    this.show(this.sheet);
  }

  #keyInside(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.leave(false);
    else if (event.key === "Enter" || event.key === "Tab") this.leave(true);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      this.leave(true);
      this.hooks.onKey(event);
      return;
    } else return;
    event.preventDefault();
    this.place.focus({ preventScroll: true });
    if (event.key === "Enter") this.#move(this.at[0] + (event.shiftKey ? -1 : 1), this.at[1], true);
    if (event.key === "Tab") this.#step(event.shiftKey ? -1 : 1);
  }

  #step(by) {
    const [r, c] = [this.at[0], this.at[1] + by];
    const wide = this.columns.length;
    if (c >= 0 && c < wide) this.#move(r, c, true);
    else this.#move(r + by, by > 0 ? 0 : wide - 1, true);
  }

  #key(event) {
    if (this.editor) return;
    const isControl = event.ctrlKey || event.metaKey;
    const { key, shiftKey } = event;
    const [r, c] = this.at;
    const page = Math.max(1, Math.floor(this.place.clientHeight / ROW_PX) - 2);
    const last = [this.view.length - 1, this.columns.length - 1];
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) {
      event.preventDefault();
      this.sort(this.columns[c].id, key === "ArrowDown");
      return;
    }
    const moves = {
      ArrowUp: [isControl ? 0 : r - 1, c], ArrowDown: [isControl ? last[0] : r + 1, c],
      ArrowLeft: [r, isControl ? 0 : c - 1], ArrowRight: [r, isControl ? last[1] : c + 1],
      PageUp: [r - page, c], PageDown: [r + page, c],
      Home: [isControl ? 0 : r, 0], End: [isControl ? last[0] : r, last[1]],
    };
    if (moves[key]) this.#move(...moves[key], !shiftKey);
    else if (key === "Tab") {
      const isAtEnd = shiftKey ? r === 0 && c === 0 : r >= last[0] && c >= last[1];
      if (isAtEnd || this.isLeft) return;
      this.#step(shiftKey ? -1 : 1);
    } else if (key === "Enter" || key === "F2") this.edit();
    else if (key === "Escape") {
      this.isLeft = true; // so that Tab moves on in the page
      this.hooks.onLeave();
      return;
    } else if (key === "Insert") this.add();
    else if (key === "Delete" && isControl) this.remove();
    else if (key === "Delete" || key === "Backspace") this.clear();
    else if (isControl && key.toLowerCase() === "d") this.fillDown();
    else if (isControl && key.toLowerCase() === "a") {
      this.from = [0, 0];
      this.#move(...last, false);
    } else if (!isControl && !event.altKey && key.length === 1) this.edit(key);
    else return;
    this.isLeft = false;
    event.preventDefault();
  }

  #press(event) {
    const cell = event.target.closest("td[data-r]");
    if (!cell || event.target.tagName === "INPUT") return;
    event.preventDefault();
    this.isLeft = false;
    this.leave(true);
    this.place.focus({ preventScroll: true });
    this.#move(Number(cell.dataset.r), Number(cell.dataset.c), !event.shiftKey);
  }

  #copy(event) {
    if (this.editor) return true;
    const { rows, columns } = this.chosen;
    event.clipboardData.setData("text/plain", textOf(rows.map((row) => columns.map(({ id }) => shown(row[id])))));
    event.preventDefault();
    return false;
  }

  // Paste a table at the cell; rows that do not fit are added below. One cell fills the selection.
  #paste(event) {
    if (this.editor) return;
    event.preventDefault();
    this.paste(cellsOf(event.clipboardData.getData("text/plain")));
  }

  paste(block) {
    const { rows, columns, top, left } = this.chosen;
    if (block.length === 1 && block[0].length === 1 && rows.length) {
      this.set(rows.flatMap((row) => columns.map((column) => ({ row, column, after: typed(block[0][0], this.tables.column(this.sheet, row, column)) }))));
      return;
    }
    const there = this.view.slice(top, top + block.length).map(({ row }) => row);
    const more = this.sheet === "settings" ? [] : block.slice(there.length).map(() => ({}));
    const fits = block.slice(0, there.length + more.length);
    const cells = fits.flatMap((line, r) => line.map((text, c) => ({ row: [...there, ...more][r], column: this.columns[left + c], text })));
    const list = cells
      .filter(({ column }) => column && !this.#isFixed(column))
      .map(({ row, column, text }) => ({ row, field: column.id, before: row[column.id] ?? null, after: typed(text, this.tables.column(this.sheet, row, column)) }));
    const end = there.length ? this.tables.rows.get(this.sheet).indexOf(there.at(-1)) + 1 : this.tables.rows.get(this.sheet).length;
    const steps = more.length ? [{ sheet: this.sheet, kind: "insert", list: more.map((row, number) => ({ at: end + number, row })) }] : [];
    this.tables.make([...steps, { sheet: this.sheet, kind: "cells", list }]);
    this.hooks.onChange();
    this.refresh(new Set(more));
    this.from = [top, left];
    this.#move(top + fits.length - 1, left + Math.max(...fits.map((line) => line.length)) - 1, false);
  }
}

const clamp = (value, length) => Math.max(0, Math.min(value, length - 1));
const ends = (one, other) => [Math.min(one, other), Math.max(one, other)];

function space(rows) {
  const line = document.createElement("tr");
  line.setAttribute("role", "presentation");
  line.className = "space";
  line.style.height = `${rows * ROW_PX}px`;
  return line;
}
