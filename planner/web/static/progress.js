// Progress of a running solve: figures, chart and log from its event stream, which can be replayed in any browser.
import { draw } from "./charts.js";

const box = document.getElementById("run");
const run = box.dataset.run;
const at = (id) => document.getElementById(id);
const wasLive = ["queued", "running", "checking"].includes(box.dataset.state);
const money = (value) => (value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: 3 }));
const WORDS = { queued: "queued", running: "running", ended: "ended", interrupted: "interrupted", failed: "failed" };
const rows = [];
const gaps = [];
const limit = Number(box.dataset.limit);
let specs = null;
let pending = false;
const views = {};

async function show(id, spec, table, values) {
  if (!values.length) return;
  // A chart is shown with its first figures, not as an empty frame.
  at(id).hidden = false;
  views[id] ??= await draw(document.querySelector(`#${id} .plot`), spec);
  await views[id].data(table, values.map((row) => ({ ...row }))).runAsync();
}

function redraw() {
  if (!specs || pending) return;
  pending = true;
  requestAnimationFrame(async () => {
    await show("closing", specs.plan, "progress", rows);
    await show("closing-gap", specs.gap, "gaps", gaps);
    pending = false;
  });
}

// Binary noise in the last digits would be all that the chart of a flat line shows.
const rounded = (value) => Number(value.toPrecision(9));
const span = (seconds) => (seconds >= 90 ? `${(seconds / 60).toFixed(1)} min` : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`);

function percent(gap) {
  if (gap === null) return "–";
  return `${(100 * gap).toLocaleString("en", { maximumFractionDigits: gap < 0.01 ? 3 : 1 })} %`;
}

function addLine(line) {
  const item = document.createElement("li");
  item.textContent = line;
  at("log").append(item);
  at("log").scrollTop = at("log").scrollHeight;
}

const stream = new EventSource(`/runs/${run}/events`);
stream.addEventListener("progress", (event) => {
  const progress = JSON.parse(event.data);
  at("incumbent").textContent = money(progress.incumbent);
  at("bound").textContent = money(progress.bound);
  at("gap").textContent = percent(progress.gap);
  at("bar").value = Math.min(limit, progress.seconds);
  at("far").textContent = wasLive ? `${span(progress.seconds)} of at most ${span(limit)}` : `${span(progress.seconds)}; the limit was ${span(limit)}`;
  if (progress.words) at("words").textContent = progress.words;
  if (!wasLive || progress.phase === "end") at("words").textContent = "";
  at("remark").hidden = !(wasLive && progress.remark);
  if (progress.remark) at("remark").textContent = progress.remark;
  if (progress.coverage_pct !== null && progress.coverage_pct !== undefined) at("coverage").textContent = `${progress.coverage_pct.toFixed(1)} %`;
  const reached = progress.reached ?? {};
  at("mark-1").textContent = "1 %" in reached ? span(reached["1 %"]) : "–";
  at("mark-05").textContent = "0.5 %" in reached ? span(reached["0.5 %"]) : "–";
  if (progress.gap !== null && progress.phase !== "coverage") gaps.push({ seconds: progress.seconds, gap_pct: 100 * progress.gap });
  if (progress.phase === "coverage") return;
  if (progress.incumbent !== null) rows.push({ seconds: progress.seconds, series: "best plan", usd_bn: rounded(progress.incumbent) });
  if (progress.bound !== null) rows.push({ seconds: progress.seconds, series: "bound", usd_bn: rounded(progress.bound) });
  redraw();
});
stream.addEventListener("log", (event) => {
  const { line } = JSON.parse(event.data);
  addLine(line);
  // Before the first figures, the log says what is being done.
  if (wasLive && !gaps.length && at("incumbent").textContent === "–") at("words").textContent = `${line[0].toUpperCase()}${line.slice(1)} …`;
});
stream.addEventListener("state", (event) => {
  const { state, message } = JSON.parse(event.data);
  if (WORDS[state]) addLine(message ? `${WORDS[state]}: ${message}` : WORDS[state]);
  if (wasLive && state === "running") {
    at("state").textContent = "Solving. This page can be closed and opened again, from any browser.";
    at("words").textContent = "Starting: reading the workbook …";
  }
});
// The browser reconnects by itself; the earlier message is restored then.
let said = null;
stream.addEventListener("error", () => {
  if (stream.readyState === EventSource.CLOSED) return;
  said ??= at("state").textContent;
  at("state").textContent = "The server does not answer; trying again. If it was stopped, start it again: the best plan so far is kept.";
});
// What keeps the server from its work; the earlier message is restored when it has passed.
stream.addEventListener("trouble", (event) => {
  const { message } = JSON.parse(event.data);
  if (message) said ??= at("state").textContent;
  at("state").textContent = message || said;
  if (!message) said = null;
});
stream.addEventListener("open", () => {
  if (said !== null) at("state").textContent = said;
  said = null;
});
stream.addEventListener("over", (event) => {
  stream.close();
  if (JSON.parse(event.data).state === "deleted") location.assign("/");
  else if (wasLive) location.replace(`/runs/${run}`);
});

at("cancel")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(event.target.action, { method: "POST" });
  at("state").textContent = "Stopping: the best plan so far is being written.";
  event.target.hidden = true;
});

(async () => {
  const answer = await fetch("/closing.json");
  specs = await answer.json();
  redraw();
})();
