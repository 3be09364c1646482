// The list of runs keeps up with the server; what is chosen in it stays chosen, and the address keeps its order.
import { prepare } from "./tables.js";

const SECONDS = 4;
const list = document.getElementById("runs");

async function renew() {
  // Nothing moves under the hand of somebody who is at work in the list.
  if (document.hidden || list.contains(document.activeElement)) return;
  const said = await (await fetch("/state")).json();
  if (said.state === list.dataset.state) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.getElementById("runs");
  const chosen = new Set([...list.querySelectorAll("input:checked")].map((box) => box.value));
  list.replaceChildren(...fresh.childNodes);
  list.dataset.state = fresh.dataset.state;
  for (const box of list.querySelectorAll("input[name=run]")) box.checked = chosen.has(box.value);
  prepare(list);
}

setInterval(() => renew().catch(() => undefined), 1000 * SECONDS); // where the server is away, the next turn asks again
document.addEventListener("visibilitychange", () => renew().catch(() => undefined));
