// A click on a title sorts a table: numbers by value, text by the alphabet, blanks last; a second click turns it round.
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
