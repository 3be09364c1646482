// A study that is under way: how far it is, and each solve as it ends, from its event stream.
const box = document.getElementById("study");
const at = (id) => document.getElementById(id);
const shown = (value, digits) => (value === null || value === undefined ? "–" : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const minutes = (seconds) => (seconds >= 90 ? `${Math.round(seconds / 60)} min` : `${Math.max(1, Math.round(seconds))} s`);

function addRow(one) {
  const row = document.createElement("tr");
  const cells = [[one.name], [one.status], [shown(one.objective, 2), "number"], [shown(one.coverage_pct, 1), "number"], [shown(one.phases, 0), "number"]];
  for (const [text, kind] of cells) {
    const cell = document.createElement("td");
    if (kind) cell.className = kind;
    cell.textContent = text;
    row.append(cell);
  }
  at("solved").append(row);
}

function follow() {
  const wasLive = box.dataset.live === "yes";
  const stream = new EventSource(`/runs/${box.dataset.run}/events`);
  stream.addEventListener("study", (event) => {
    const study = JSON.parse(event.data);
    if (study.total) {
      at("bar").max = study.total;
      at("bar").value = study.done;
    }
    const parts = [`${study.done} of ${study.total || "?"} solves`, minutes(study.seconds) + " so far"];
    if (study.seconds_left !== null) parts.push(`about ${minutes(study.seconds_left)} left`);
    if (study.running.length) parts.push(`now: ${study.running[0]}${study.running.length > 1 ? ` and ${study.running.length - 1} more` : ""}`);
    at("far").textContent = parts.join(" · ");
    if (wasLive) at("state").textContent = "Under way. This page can be closed and opened again, from any browser.";
  });
  stream.addEventListener("solved", (event) => addRow(JSON.parse(event.data)));
  stream.addEventListener("trouble", (event) => {
    const { message } = JSON.parse(event.data);
    if (message) at("state").textContent = message;
  });
  stream.addEventListener("over", () => {
    stream.close();
    if (wasLive) location.reload();
  });
}

if (box) follow();
at("cancel")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.target.hidden = true;
  at("state").textContent = "Stopping. What was solved is kept.";
  await fetch(event.target.action, { method: "POST" });
});
