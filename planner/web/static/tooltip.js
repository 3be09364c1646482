// Tooltip of a chart mark; text only, whatever the names of the workbook contain.
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
document.body.append(tip);

export function showTip(_, event, __, value) {
  if (value === null || value === undefined || value === "") {
    tip.hidden = true;
    return;
  }
  const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
  tip.replaceChildren(
    ...pairs.map(([name, text]) => {
      const line = document.createElement("div");
      for (const part of [name.replaceAll("_", " "), String(text)]) {
        const span = document.createElement("span");
        span.textContent = part;
        line.append(span);
      }
      return line;
    }),
  );
  tip.hidden = false;
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
}

export function hideTip() {
  tip.hidden = true;
}
