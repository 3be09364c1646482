// A click on a title sorts a table: numbers by value, text by the alphabet, blanks last; a second click reverses the order.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    head.querySelector("button")?.addEventListener("click", () => {
      const isDown = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const isNumber = head.classList.contains("number");
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
    });
  });
}

// A frame that is nearly as high as its table shows all of it. One that is too low ends below a whole row and says how many there are: a row cut in two, or the
// edge of a row alone, would hide that the table continues.
function frame(scroll) {
  const table = scroll.querySelector("table");
  if (!table || scroll.dataset.framed || scroll.scrollHeight <= scroll.clientHeight) return;
  if (scroll.scrollHeight < 1.4 * scroll.clientHeight) {
    scroll.style.maxHeight = "none";
    return;
  }
  const top = table.getBoundingClientRect().top;
  const foot = table.tFoot?.offsetHeight ?? 0;
  const room = scroll.clientHeight - foot;
  const ends = [...table.tBodies[0].rows].map((row) => row.getBoundingClientRect().bottom - top);
  const end = ends.filter((one) => one <= room).at(-1);
  if (!end) return;
  const sides = scroll.offsetHeight - scroll.clientHeight;
  scroll.style.maxHeight = `${end + foot + sides}px`;
  scroll.dataset.framed = "yes";
  const note = document.createElement("p");
  note.className = "quiet more";
  note.textContent = `${ends.length} rows: scroll in the table for the rest.`;
  scroll.after(note);
}
for (const scroll of document.querySelectorAll(".scroll")) {
  frame(scroll);
  scroll.closest("details")?.addEventListener("toggle", () => frame(scroll));
}
