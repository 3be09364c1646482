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

// A form that is refused stays as it is filled in, with the reason below it.
const form = document.querySelector("form[data-in-place]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [button, reason] = [event.submitter ?? form.querySelector("button.primary"), document.getElementById("refused")];
  button.disabled = true;
  reason.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { accept: "application/json" } });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    const said = await answer.json().catch(() => ({}));
    reason.textContent = said.detail ?? `The server answered with status ${answer.status}: try again.`;
  } catch {
    reason.textContent = "The server does not answer: try again when it is started.";
  }
  reason.hidden = false;
  button.disabled = false;
});
