// The tables of a case and every change of them, which can be undone. Nothing here touches the page.
// A row is an object by column, so that a column that is not shown keeps its values.
export class Tables {
  constructor({ periods, sheets }, schema) {
    this.periods = periods;
    this.kinds = new Map(schema.sheets.map((kind) => [kind.sheet, kind]));
    this.keys = new Map(schema.settings.map((key) => [key.id, key]));
    this.rows = new Map();
    for (const name of this.kinds.keys()) {
      const { fields, rows } = sheets[name] ?? { fields: [], rows: [] };
      this.rows.set(name, rows.map((row) => Object.fromEntries(fields.map((field, at) => [field, row[at]]))));
    }
    this.done = [];
    this.undone = [];
    this.restored = new Set();
  }

  // The columns of a sheet in order: all of them, or the required and used ones.
  columns(sheet, all = false) {
    const kind = this.kinds.get(sheet);
    const rows = this.rows.get(sheet);
    const isUsed = (id) => rows.some((row) => row[id] !== null && row[id] !== undefined);
    const fields = kind.fields.filter((field) => all || field.required || sheet === "settings" || isUsed(field.id));
    const isRemark = (field) => ["source", "note"].includes(field.id);
    const series = kind.period_columns;
    const periods = series ? this.periods.map((id) => ({ id, title: id, type: "number", isPeriod: true, ...measured(series) })) : [];
    const before = fields.filter((field) => !isRemark(field));
    const after = fields.filter((field) => isRemark(field) && (sheet !== "settings" || isUsed(field.id)));
    return [...before, ...periods, ...after];
  }

  // What a cell may hold; that of a setting depends on its key.
  column(sheet, row, column) {
    return sheet === "settings" && column.id === "value" ? (this.keys.get(row.key) ?? column) : column;
  }

  // What a cell may be chosen from; an empty list where anything may be written.
  choices(column) {
    if (column.choices?.length) return column.choices;
    if (column.type === "yes_no") return ["yes", "no"];
    if (column.type === "period") return this.periods;
    const targets = [column.refers_to, column.or_refers_to].filter(Boolean).map((target) => target.split("."));
    const names = targets.flatMap(([sheet, field]) => this.rows.get(sheet).map((row) => row[field]));
    return [...new Set(names.filter(Boolean).map(String))];
  }

  // Make a change of several steps, each {sheet, kind: "cells" | "insert" | "remove", list}.
  make(steps) {
    for (const step of steps) this.#forth(step);
    this.done.push(steps);
    this.undone = [];
  }

  change(sheet, cells) {
    const list = cells.filter(({ row, field, after }) => (row[field] ?? null) !== after).map((cell) => ({ ...cell, before: cell.row[cell.field] ?? null }));
    if (list.length) this.make([{ sheet, kind: "cells", list }]);
    return list.length > 0;
  }

  insert(sheet, at, rows) {
    this.make([{ sheet, kind: "insert", list: rows.map((row, number) => ({ at: at + number, row })) }]);
  }

  remove(sheet, rows) {
    const all = this.rows.get(sheet);
    const list = rows.map((row) => ({ at: all.indexOf(row), row })).sort((one, other) => one.at - other.at);
    this.make([{ sheet, kind: "remove", list }]);
  }

  undo() {
    const steps = this.done.pop();
    if (!steps) return null;
    for (const step of [...steps].reverse()) this.#back(step);
    this.undone.push(steps);
    return steps[0].sheet;
  }

  redo() {
    const steps = this.undone.pop();
    if (!steps) return null;
    for (const step of steps) this.#forth(step);
    this.done.push(steps);
    return steps[0].sheet;
  }

  // The sheets that were changed since the version was saved.
  get touched() {
    return [...new Set([...this.restored, ...this.done.flat().map((step) => step.sheet)])];
  }

  // Changed sheets as plain data, for the server or for the next visit.
  changes() {
    return { periods: this.periods, sheets: Object.fromEntries(this.touched.map((name) => [name, this.#plain(name)])) };
  }

  // Take up changes that were kept from an earlier visit.
  restore({ periods, sheets }) {
    this.periods = periods;
    for (const [name, { fields, rows }] of Object.entries(sheets)) {
      this.rows.set(name, rows.map((row) => Object.fromEntries(fields.map((field, at) => [field, row[at]]))));
      this.restored.add(name);
    }
  }

  #plain(sheet) {
    const fields = this.columns(sheet).map((column) => column.id);
    return { fields, rows: this.rows.get(sheet).map((row) => fields.map((field) => row[field] ?? null)) };
  }

  #forth({ sheet, kind, list }) {
    if (kind === "cells") for (const { row, field, after } of list) row[field] = after;
    else if (kind === "insert") this.#put(sheet, list);
    else this.#take(sheet, list);
  }

  #back({ sheet, kind, list }) {
    if (kind === "cells") for (const { row, field, before } of list) row[field] = before;
    else if (kind === "insert") this.#take(sheet, list);
    else this.#put(sheet, list);
  }

  #put(sheet, list) {
    const rows = this.rows.get(sheet);
    for (const { at, row } of list) rows.splice(at, 0, row);
  }

  #take(sheet, list) {
    const gone = new Set(list.map(({ row }) => row));
    this.rows.set(sheet, this.rows.get(sheet).filter((row) => !gone.has(row)));
  }
}

const measured = ({ unit, doc, minimum }) => ({ unit, doc, minimum });

const NUMBERS = ["number", "percent", "whole"];
export const isNumber = (column) => NUMBERS.includes(column.type);

// What was typed as a cell holds it: a number where the column has numbers, else text; blank is nothing.
export function typed(text, column) {
  const tidy = text.trim();
  if (tidy === "") return null;
  if (!isNumber(column)) return tidy;
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(tidy) ? tidy.replaceAll(",", "") : tidy;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : tidy;
}

export const shown = (value) => (value === null || value === undefined ? "" : typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value));

// Tab-separated text of a spreadsheet as rows of cells; a cell with line breaks, tabs or quotes stands in quotes.
export function cellsOf(text) {
  const rows = [[]];
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (const [, quoted, plain, end] of whole.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows;
}

export function textOf(rows) {
  return rows.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\n");
}
