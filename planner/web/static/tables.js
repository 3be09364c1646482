// Tables: a click on a title sorts, and a long table shows its first rows with a button for the rest.
// The address keeps both, so that a link leads to the page as it stands.
const SHOWN = 15;
const ORDER = "order";
const ENTIRE = "entire";

const isOf = (table) => (kept) => kept.slice(0, kept.lastIndexOf(":")) === table.id;

function recall(name, table) {
  const kept = table.id ? new URLSearchParams(location.search).getAll(name).find(isOf(table)) : undefined;
  return kept?.slice(kept.lastIndexOf(":") + 1);
}

function keep(name, table, value) {
  if (!table.id || recall(name, table) === value) return;
  const query = new URLSearchParams(location.search);
  const others = query.getAll(name).filter((kept) => !isOf(table)(kept));
  query.delete(name);
  for (const other of others) query.append(name, other);
  if (value !== undefined) query.append(name, `${table.id}:${value}`);
  const text = query.toString().replaceAll("%3A", ":");
  history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
}

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const kept = Number(recall(ORDER, table) ?? 0);
  heads.forEach((head, place) => {
    const sort = (isDown) => {
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const isNumber = head.classList.contains("number");
      // Numbers by value, text by the alphabet, blanks last; a second click reverses the order.
      const key = (row) => {
        const cell = row.cells[place];
        const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
        return isNumber ? (text === "" || Number.isNaN(Number(text)) ? null : Number(text)) : text;
      };
      const body = table.tBodies[0];
      const keyed = [...body.rows].map((row) => [key(row), row]);
      keyed.sort(([one], [other]) => {
        if (one === null || other === null) return (one === null) - (other === null);
        const order = isNumber ? one - other : one.localeCompare(other, "en", { numeric: true });
        return isDown ? -order : order;
      });
      body.append(...keyed.map(([, row]) => row));
      keep(ORDER, table, `${isDown ? "-" : ""}${place + 1}`);
    };
    head.querySelector("button")?.addEventListener("click", () => sort(head.getAttribute("aria-sort") === "ascending"));
    if (Math.abs(kept) === place + 1) sort(kept < 0);
  });
}

// No table scrolls inside the page: rows after the first are shown on request, and all of them on paper.
function brief(scroll) {
  const table = scroll.querySelector("table");
  const count = table?.tBodies[0]?.rows.length ?? 0;
  if (count < SHOWN + 4 || scroll.dataset.brief) return;
  scroll.dataset.brief = "yes";
  table.classList.add("brief");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rest";
  const show = (isBrief) => {
    table.classList.toggle("brief", isBrief);
    button.textContent = isBrief ? `Show all ${count} rows` : `Show the first ${SHOWN} rows`;
    button.setAttribute("aria-expanded", String(!isBrief));
  };
  show(recall(ENTIRE, table) === undefined);
  button.addEventListener("click", () => {
    const isBrief = !table.classList.contains("brief");
    show(isBrief);
    keep(ENTIRE, table, isBrief ? undefined : "rows");
    if (isBrief) scroll.scrollIntoView({ block: "nearest" });
  });
  scroll.after(button);
}

// A table that fits keeps its titles in view under the top of the window; a wider one scrolls sideways.
function fit(scroll) {
  scroll.dataset.fit = "yes";
  scroll.classList.remove("wide", "tight");
  scroll.classList.toggle("tight", scroll.scrollWidth > scroll.clientWidth + 1);
  scroll.classList.toggle("wide", scroll.scrollWidth > scroll.clientWidth + 1);
  follow(scroll);
}

// Titles of a table that scrolls sideways cannot stay in view by themselves: they are moved along with the page.
function follow(scroll) {
  const head = scroll.querySelector("thead");
  if (!head) return;
  const under = document.querySelector("nav.within")?.offsetHeight ?? 0;
  const box = scroll.getBoundingClientRect();
  const shift = scroll.classList.contains("wide") ? Math.min(under - box.top - head.offsetTop, box.height - head.offsetTop - 2 * head.offsetHeight) : 0;
  head.style.transform = shift > 0 ? `translateY(${Math.round(shift)}px)` : "";
}

// A phone shows the columns that matter most; the others on request.
function entire(scroll) {
  if (scroll.dataset.entire || !scroll.querySelector("th.aside")) return;
  scroll.dataset.entire = "yes";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rest narrow";
  button.textContent = "Show all columns";
  button.addEventListener("click", () => {
    const isEntire = scroll.classList.toggle("entire");
    button.textContent = isEntire ? "Show fewer columns" : "Show all columns";
    fit(scroll);
  });
  scroll.after(button);
}

// What is printed has all of its charts.
document.addEventListener("click", async (event) => {
  if (!event.target.closest("button[data-print]")) return;
  if (!document.querySelector("figure[data-chart]")) {
    window.print();
    return;
  }
  const charts = await import("./charts.js");
  await charts.drawAll();
  const putBack = await charts.atTheEnd();
  window.print();
  putBack();
});

// Filters leave the order of tables as it is, and what is not chosen out of the address.
document.querySelector("form.filters")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, text] of [...formData]) if (!text) formData.delete(name);
  for (const [name, kept] of new URLSearchParams(location.search)) {
    if (name === ORDER || name === ENTIRE) formData.append(name, kept);
  }
});

export function prepare(root) {
  for (const button of root.querySelectorAll("button[data-print]")) button.hidden = false;
  for (const table of root.querySelectorAll("table.sortable")) sortable(table);
  for (const scroll of root.querySelectorAll(".scroll")) {
    brief(scroll);
    entire(scroll);
    fit(scroll);
    scroll.closest("details")?.addEventListener("toggle", () => fit(scroll));
  }
}

prepare(document);
window.addEventListener("scroll", () => document.querySelectorAll(".scroll.wide").forEach(follow), { passive: true });
window.addEventListener("resize", () => document.querySelectorAll(".scroll").forEach(fit));
