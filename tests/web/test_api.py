"""The HTTP API: other systems post a workbook, follow the solve and fetch the plan."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from planner.report.readback.tables import read_tables
from tests.cli.commands import ROOT, STARTER
from tests.web.hostile import instead, starter_with
from tests.web.serving import Server, form


@pytest.fixture(scope="module")
def solved(server: Server) -> str:
    """The id of a run that has been posted and solved."""
    answer = server.post_workbook(STARTER.read_bytes(), "starter.xlsx", "?gap=1e-7&seed=1")
    assert answer.status == 201
    run: str = answer.json["id"]
    server.wait(run, "ended")
    return run


def test_a_workbook_is_posted_solved_and_its_plan_fetched(server: Server, solved: str, tmp_path: Path) -> None:
    run = server.run(solved)
    assert run["status"] == "optimal"
    assert run["figures"]["objective"] == pytest.approx(15.287923598743566)
    assert run["figures"]["gap"] <= 1e-7
    assert run["faults"] == {"error": 0, "warning": 0, "info": 0}
    plan = server.ask(run["links"]["plan_workbook"])
    assert plan.headers["content-disposition"].startswith('attachment; filename="starter_plan.xlsx"')
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan.body)
    told = {key: value for key, value, _ in read_tables(path)["summary"].itertuples(index=False)}
    assert told["objective"] == run["figures"]["objective"]
    ran: dict[str, object] = dict(read_tables(path)["run"].itertuples(index=False))
    assert ran["input_file"] == "starter.xlsx"
    assert ran["seed"] == 1


def test_the_plan_is_returned_as_data(server: Server, solved: str) -> None:
    plan = server.ask(f"/api/v1/runs/{solved}/plan").json
    assert plan["audit"]["clean"]
    assert sum(phases for *_, phases in plan["starts"]) == plan["figures"]["phases"] == 7
    assert plan["answer"].startswith("Invest 12.3 bn USD in 7 phases at 3 sites")


def test_events_can_be_followed_from_any_number_on(server: Server, solved: str) -> None:
    stream = server.ask(f"/api/v1/runs/{solved}/events").text
    kinds = re.findall(r"^event: (\w+)$", stream, re.MULTILINE)
    assert kinds[-1] == "over"
    assert {"progress", "log", "state"} <= set(kinds)
    last = int(re.findall(r"^id: (\d+)$", stream, re.MULTILINE)[-1])
    rest = server.ask(f"/api/v1/runs/{solved}/events?after={last - 1}").text
    assert re.findall(r"^id: (\d+)$", rest, re.MULTILINE) == [str(last)]
    again = server.ask(f"/api/v1/runs/{solved}/events", headers={"last-event-id": str(last)}).text
    assert again == 'event: over\ndata: {"state": "ended"}\n\n'
    progress = [
        json.loads(data) for kind, data in re.findall(r"event: (\w+)\ndata: (.*)", stream) if kind == "progress"
    ]
    assert progress[-1]["incumbent"] == pytest.approx(15.287923598743566, rel=1e-4)
    assert progress[-1]["gap"] <= 1e-4


def test_faults_are_reported_with_their_cells(server: Server) -> None:
    content = starter_with({"xl/worksheets/sheet6.xml": instead(b"Kaohsiung", b"Kaosiung")})
    run = server.post_workbook(content).json
    assert run["state"] == "faulty"
    assert run["faults"]["error"] == 1
    (fault,) = server.ask(f"/api/v1/runs/{run['id']}/faults").json["faults"][:1]
    assert fault["cell"].startswith("site_nodes!A")
    assert "Kaohsiung" in fault["fix"]
    assert fault["mend"] == fault["fix"]  # deprecated
    marked = server.ask(f"/api/v1/runs/{run['id']}/files/marked.xlsx")
    assert marked.status == 200
    assert marked.body.startswith(b"PK")
    refused = server.ask(f"/api/v1/runs/{run['id']}/solve", b"", "POST")
    assert refused.status == 409
    assert "fix them" in refused.json["detail"]


def test_a_run_is_solved_again_as_a_new_one(server: Server, solved: str) -> None:
    again = server.ask(f"/api/v1/runs/{solved}/solve", b"", "POST")
    assert again.status == 202
    name: str = again.json["id"]
    assert name != solved
    assert server.wait(again.json["id"], "ended")["status"] == "optimal"
    stream = server.ask(f"/api/v1/runs/{again.json['id']}/events").text
    assert "warm start from the plan of the original run" in stream
    found = [json.loads(data) for kind, data in re.findall(r"event: (\w+)\ndata: (.*)", stream) if kind == "progress"]
    first = next(one["incumbent"] for one in found if one["incumbent"] is not None)
    assert first == pytest.approx(15.287923598743566, rel=1e-4), "the plan that was known is the first one"
    plan = server.ask(server.run(name)["links"]["plan_workbook"])
    assert f'"starter_again_{name[:6]}_plan.xlsx"' in plan.headers["content-disposition"]


def test_a_run_that_is_over_is_forgotten(server: Server) -> None:
    run = server.post_workbook(STARTER.read_bytes(), query="?solve=false").json["id"]
    assert server.ask(f"/api/v1/runs/{run}", method="DELETE").status == 204
    assert server.ask(f"/api/v1/runs/{run}").status == 404


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/runs/none", "GET", 404),
        ("/runs/none/files/plan.xlsx", "GET", 404),
        ("/runs/..%2f..%2fetc/files/passwd", "GET", 404),
        ("/runs?most=0", "GET", 422),
        ("/runs", "POST", 422),
    ],
)
def test_what_cannot_be_answered_is_reported_in_a_sentence(server: Server, path: str, method: str, status: int) -> None:
    answer = server.ask(f"/api/v1{path}", b"" if method == "POST" else None, method)
    assert answer.status == status
    assert answer.json["detail"]


@pytest.mark.parametrize(
    "query", ["?time_limit=0", "?time_limit=nan", "?gap=1", "?gap=-1", "?seed=-1", "?time_limit=x"]
)
def test_odd_options_are_refused(server: Server, query: str) -> None:
    assert server.post_workbook(STARTER.read_bytes(), query=query).status == 422


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("runs?time_limit_seconds=5&sead=1", "There is no query parameter sead; did you mean seed?"),
        ("runs?time_limit_seconds=5&sead=1", "no query parameter time_limit_seconds; did you mean time_limit?"),
        ("runs?sead=1", "Known query parameters: solve, time_limit, gap, seed."),
        ("runs?file=case.xlsx", "There is no query parameter file; it is a form field."),
        (
            "runs/{run}/solve?limit=5",
            "no query parameter limit; did you mean time_limit? Known query parameters: time_limit, gap, seed.",
        ),
        ("runs/{run}/cancel?now=1", "There is no query parameter now. This route has no query parameters."),
    ],
)
def test_what_no_route_asks_for_is_refused_by_name(server: Server, solved: str, path: str, told: str) -> None:
    kind, body = form("starter.xlsx", STARTER.read_bytes()) if path.startswith("runs?") else ("", b"")
    answer = server.ask(f"/api/v1/{path.format(run=solved)}", body, "POST", {"content-type": kind} if kind else None)
    assert answer.status == 422
    assert told in answer.json["detail"]


def test_a_query_parameter_in_the_form_is_reported_as_such(server: Server) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="time_limit"\r\n\r\n5\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nno workbook\r\n--x--\r\n'
    )
    answer = server.ask("/api/v1/runs", body, "POST", {"content-type": "multipart/form-data; boundary=x"})
    assert answer.status == 422
    assert (
        "There is no form field time_limit; it is a query parameter. Known form fields: file." in answer.json["detail"]
    )


def test_a_refusal_is_described_as_it_is(server: Server) -> None:
    described = server.ask("/api/v1/openapi.json").json
    refusal = described["paths"]["/api/v1/runs"]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
    name = refusal["$ref"].rpartition("/")[2]
    assert described["components"]["schemas"][name]["properties"]["detail"]["type"] == "string"
    assert isinstance(server.ask("/api/v1/runs?most=0").json["detail"], str)


def test_the_description_names_every_route(server: Server) -> None:
    description = server.ask("/api/v1/openapi.json").json
    of_runs = (
        "", "/{run}", "/{run}/solve", "/{run}/cancel", "/{run}/faults", "/{run}/events", "/{run}/plan",
        "/{run}/files/{name}", "/{run}/studies",
    )  # fmt: skip
    of_studies = ("", "/answer", "/answer.xlsx", "/events", "/cancel", "/apply")
    assert set(description["paths"]) == {
        "/api/v1/questions",
        *(f"/api/v1/runs{rest}" for rest in of_runs),
        *(f"/api/v1/studies/{{study}}{rest}" for rest in of_studies),
    }
    page = server.ask("/api", headers={"accept": "text/html"}).text
    assert all(path in page for path in description["paths"])


def test_the_example_asks_a_question_over_http(server: Server) -> None:
    script, case = ROOT / "examples" / "api" / "ask_over_http.py", ROOT / "examples" / "wait_for_demand" / "case.xlsx"
    command = [sys.executable, str(script), server.url, str(case), "stress"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert "worth: What is one more of each thing worth?" in done.stdout
    assert "5,000 futures" in done.stdout


def test_the_lines_of_the_readme_do_what_it_says(server: Server, tmp_path: Path) -> None:
    """The four lines of curl, with the address of this server and the id that the first one answers."""
    text = (ROOT / "README.md").read_text()
    lines = re.findall(r"^curl .*$", text, re.MULTILINE)
    assert len(lines) == 4
    run = ""
    for line in lines:
        command = line.replace("http://127.0.0.1:8786", server.url).replace("inputs/", f"{ROOT / 'inputs'}/")
        done = subprocess.run(
            ["bash", "-c", command.replace("RUN", run)], cwd=tmp_path, capture_output=True, timeout=280, check=False
        )
        assert done.returncode == 0, done.stderr
        if not run:
            run = json.load(io.BytesIO(done.stdout))["id"]
        elif "events" in line:
            assert b"event: over" in done.stdout
        elif "-o" not in line:
            assert json.load(io.BytesIO(done.stdout))["id"] == run
    assert read_tables(tmp_path / "plan.xlsx")["summary"].shape[0] > 10
