// The drop zone: what is dropped or chosen goes up at once, and the page of its check comes back.
const form = document.getElementById("upload");
const told = document.getElementById("told");
const field = document.getElementById("file");
const limitMb = Number(form.dataset.limitMb);

async function send(file) {
  if (!file) return;
  if (file.size > limitMb * 1e6) {
    told.textContent = `${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${limitMb} MB can be taken.`;
    return;
  }
  told.textContent = `Checking ${file.name} …`;
  form.setAttribute("aria-busy", "true");
  const body = new FormData();
  body.append("file", file);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    const text = await answer.text();
    told.textContent = text.startsWith("{") ? String(JSON.parse(text).detail) : text;
  } catch {
    told.textContent = "The server did not take it. Is it still running?";
  }
  form.removeAttribute("aria-busy");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(field.files[0]);
});
field.addEventListener("change", () => send(field.files[0]));
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  send(event.dataTransfer?.files[0]);
});
