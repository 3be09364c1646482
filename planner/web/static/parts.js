// Parts of a page that take a while: each is fetched when the page is open, one after the other.
import { watch } from "./charts.js";
import { prepare } from "./tables.js";

async function fill(place) {
  place.setAttribute("aria-busy", "true");
  const note = place.querySelector("p");
  try {
    const answer = await fetch(place.dataset.part, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById("part");
    if (!part) throw new Error(page.querySelector("[role=alert]")?.textContent ?? "It cannot be shown.");
    note.replaceWith(document.adoptNode(part));
    prepare(place);
    watch(place);
  } catch (error) {
    note.textContent = error.message;
  }
  place.removeAttribute("aria-busy");
}

for (const place of document.querySelectorAll("[data-part]")) await fill(place);
