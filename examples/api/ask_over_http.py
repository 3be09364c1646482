"""Solve a workbook on a running `planner serve`, ask a question about the plan, and print the answer.

python examples/api/ask_over_http.py [http://127.0.0.1:8786 [IN.xlsx [KIND]]]
"""

# %% Only the standard library is needed; a token goes into a header: Authorization: Bearer TOKEN.
import json
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

STARTER = Path(__file__).parents[2] / "inputs" / "starter.xlsx"
server = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8786").rstrip("/") + "/api/v1"
source = Path(sys.argv[2]) if len(sys.argv) > 2 else STARTER
kind = sys.argv[3] if len(sys.argv) > 3 else "worth"


def ask(method: str, path: str, body: bytes = b"", content: str = "application/json") -> Any:
    """Send a request and return the object in the response."""
    request = urllib.request.Request(server + path, body or None, {"content-type": content}, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def wait(path: str) -> Any:
    """Ask for the state of a run or study until it has ended; `/events` reports it as it changes."""
    while True:
        stored = ask("GET", path)
        if stored["state"] not in ("checking", "queued", "running"):
            return stored
        time.sleep(0.5)


# %% Post the workbook; the server checks it and solves it.
head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{source.name}"\r\n\r\n'
form = head.encode() + source.read_bytes() + b"\r\n--part--\r\n"
run = ask("POST", "/runs?time_limit=60", form, "multipart/form-data; boundary=part")
run = wait(f"/runs/{run['id']}")
print(f"{run['case_name']}: {run['status']}, {run['figures'].get('coverage_pct', 0):.1f} % of demand covered")

# %% What can be asked, with the arguments of each question; what is left out has its default.
for question in ask("GET", "/questions"):
    print(f"  {question['kind']}: {question['question']}")

# %% Ask, wait, and read the answer: sentences, tables as rows by column, and suggestions that can be applied.
arguments = {"questions": 3} if kind == "worth" else {}
study = ask(
    "POST", f"/runs/{run['id']}/studies?time_limit=5m", json.dumps({"kind": kind, "arguments": arguments}).encode()
)
study = wait(f"/studies/{study['id']}")
if "answer" not in study["links"]:
    raise SystemExit(study["message"] or study["status"])
answer = ask("GET", f"/studies/{study['id']}/answer")
print("\n".join(answer["sentences"]))
for name, rows in answer["tables"].items():
    print(f"{name}: {len(rows)} rows; the first is {rows[0] if rows else 'missing'}")
for place, suggestion in enumerate(answer["suggestions"]):
    print(f"  POST /studies/{study['id']}/apply?suggestion={place}: {suggestion['name']}")
