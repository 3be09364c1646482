// The page of a project says when somebody else has worked on it.
const box = document.getElementById("project");

setInterval(async () => {
  try {
    const said = await (await fetch(`${box.dataset.url}/state`)).json();
    document.getElementById("news").hidden = said.state === box.dataset.state;
  } catch {
    // the server is away: the next turn shows it
  }
}, 5000);
