// A form with lines of one kind: a button adds another one, blank, below the last.
for (const button of document.querySelectorAll("[data-more]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const place = button.closest("p");
    const line = place.previousElementSibling.cloneNode(true);
    for (const field of line.querySelectorAll("input, select")) field.value = "";
    place.before(line);
    line.querySelector("input, select").focus();
  });
}
