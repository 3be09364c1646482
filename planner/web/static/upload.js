// The drop zone: a dropped or chosen file is uploaded at once, and its check page is loaded.
const form = document.getElementById("upload");
const message = document.getElementById("message");
const field = document.getElementById("file");
const limitMb = Number(form.dataset.limitMb);

let sending = false; // a chosen file is uploaded at once, and the button must not upload it again

async function send(file) {
  if (!file || sending) return;
  if (file.size > limitMb * 1e6) {
    message.textContent = `${file.name} has ${Math.round(file.size / 1e6)} MB; the limit is ${limitMb} MB.`;
    return;
  }
  message.textContent = `Checking ${file.name} …`;
  sending = true;
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
    message.textContent = text.startsWith("{") ? String(JSON.parse(text).detail) : text;
  } catch {
    message.textContent = "The upload failed. Is the server still running?";
  }
  sending = false;
  form.removeAttribute("aria-busy");
}

// The page may be shown again as it was left.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sending = false;
  message.textContent = "";
  form.removeAttribute("aria-busy");
});

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
