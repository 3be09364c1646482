"""When something goes wrong at the end of a long solve, the plan is kept and the exit code is never 0."""

import errno
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from planner.audit import Audit, Finding, audit
from planner.cli import writing
from planner.cli.commands import solve as solve_command
from planner.cli.exits import Exit, Stop
from planner.cli.memory import NO_MEMORY, is_lack_of_memory
from planner.cli.request import SolveRequest
from planner.cli.terminal.mode import Mode
from planner.cli.writing import save_plan
from planner.pipeline import Result, solve
from planner.report.contract.plan_json import from_text
from planner.report.readback.plan_workbook import read_plan, read_schedule
from planner.report.words.verdict import ENDED_EARLY, NOT_AUDITED, SCHEDULE_ALONE, audit_lines
from planner.solver.options import SolveOptions
from planner.workbook.file.book import open_book
from planner.workbook.file.saving import write_whole
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import ROOT, STARTER, planner

BROKEN_AUDIT = """
import sys
sys.modules["vl_convert"] = None
if "planner.solver.portfolio.worker" not in sys.orig_argv:
    import planner.pipeline as run
    from planner.audit import Audit, Finding
    def audit(case, plan):
        finding = Finding("site_floor", "A", None, 4, 3, "A: floor is 4, at most 3 is allowed")
        return Audit((finding,), plan.outcome.objective, {}, 10)
    run.audit = audit
"""


def test_a_plan_that_fails_its_audit_is_written_with_the_findings_and_never_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BROKEN_AUDIT)
    ended = planner("solve", STARTER, "--json", "-o", "p.xlsx", folder=tmp_path, first_on_path=tmp_path)
    assert ended.code == 70
    assert "site_floor: A: floor is 4, at most 3 is allowed" in ended.words
    assert not ended.answer["audit"]["clean"]
    assert read_plan(tmp_path / "p.xlsx", read_case(STARTER)).starts


def test_the_verdict_is_a_sentence_and_then_the_findings() -> None:
    assert audit_lines(Audit((), 15.25, {}, 1200)) == (
        "Audit: clean, 1,200 checks, objective recomputed 15.250000 bn USD.",
        NOT_AUDITED,
    )
    finding = Finding("site_floor", "A", None, 4, 3, "A: too full")
    assert audit_lines(Audit((finding,), 1.0, {}, 9)) == (
        "Audit: 1 finding in 9 checks; do not rely on this plan.",
        NOT_AUDITED,
        "site_floor: A: too full",
    )


@pytest.fixture(scope="module")
def solved() -> Result:
    """A plan to save."""
    return solve(tiny(), SolveOptions(threads=1))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a temporary folder of the test's own; pictures take time and have tests of their own."""
    monkeypatch.setattr("planner.report.excel.drawing.available", lambda: False)
    for name, variable in (("home", "HOME"), ("temporary", "TMPDIR")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "home"


def full(*folders: Path) -> Callable[[Path, bytes], None]:
    """Return what writes a file unless its folder is full."""

    def write(path: Path, content: bytes) -> None:
        if any(path.is_relative_to(folder) for folder in folders):
            raise OSError(errno.ENOSPC, "No space left on device")
        write_whole(path, content)

    return write


def test_a_plan_whose_place_is_lost_is_saved_in_the_home_folder(solved: Result, tmp_path: Path, home: Path) -> None:
    (home / "p.xlsx").write_text("something else, which stays")
    saved = save_plan(tmp_path / "gone" / "p.xlsx", solved)
    assert saved.exit is Exit.USAGE
    assert saved.path == home / "p_2.xlsx"
    assert saved.message == (
        f"{tmp_path / 'gone' / 'p.xlsx'} cannot be written (No such file or directory); "
        f"the plan is saved as {home / 'p_2.xlsx'}."
    )
    assert read_plan(home / "p_2.xlsx", tiny()).starts == solved.plan.starts
    assert (home / "p.xlsx").read_text() == "something else, which stays"


def test_a_plan_goes_to_the_temporary_folder_where_the_others_are_full(
    solved: Result, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "target").mkdir()
    monkeypatch.setattr(writing, "write_whole", full(tmp_path / "target", home))
    saved = save_plan(tmp_path / "target" / "p.xlsx", solved)
    assert saved.path is not None
    assert saved.path.is_relative_to(tmp_path / "temporary")
    assert "No space left on device" in saved.message
    assert read_plan(saved.path, tiny()).starts == solved.plan.starts


def test_a_plan_that_no_folder_takes_is_printed(
    solved: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_whole", full(tmp_path))
    saved = save_plan(tmp_path / "p.xlsx", solved)
    assert saved.path is None
    assert saved.exit is Exit.USAGE
    start = solved.plan.starts[0]
    label = tiny().calendar.label(start.period)
    assert f"{start.site},{start.node},,{label},{label},{start.phases},{start.phases}" in saved.message


OPTIONS = SolveOptions(threads=1)
CONVERSION = ROOT / "examples" / "conversion_or_new" / "case.xlsx"


def request(target: Path) -> SolveRequest:
    """A solve of a small case in this process, without pictures and without a summary."""
    return SolveRequest(CONVERSION, target, OPTIONS, Mode.NONE, summary=False)


def broken(*arguments: object) -> NoReturn:
    raise KeyError("a bug")


def sheets_of(path: Path) -> list[str]:
    """The names of the sheets of a workbook."""
    return [sheet.name for sheet in open_book(path).sheets]


@pytest.mark.parametrize("sheet", ["schedule", "money", "what_binds", "briefing"])
def test_a_sheet_for_readers_that_fails_costs_that_sheet_alone(
    solved: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheet: str
) -> None:
    save_plan(tmp_path / "whole.xlsx", solved)
    monkeypatch.setattr(f"planner.report.excel.sheets.{sheet}.add", broken)
    saved = save_plan(tmp_path / "p.xlsx", solved)
    assert saved.path == tmp_path / "p.xlsx"
    assert saved.exit is Exit.INTERNAL
    assert f"The plan workbook lacks its sheet {sheet}, which could not be made. KeyError: 'a bug'." in saved.message
    (report,) = (tmp_path / "temporary").glob("planner-report-*.txt")
    assert f"Please send {report} to its maintainers." in saved.message
    assert sheets_of(saved.path) == [name for name in sheets_of(tmp_path / "whole.xlsx") if name != sheet]
    lines = {row[0]: row[1] for _, row in open_book(saved.path, "contents").sheets[0].rows if len(row) > 1}
    assert lines[sheet] == "This sheet could not be made: KeyError: 'a bug'"
    assert read_plan(saved.path, tiny()).starts == solved.plan.starts


def test_where_the_sheets_for_readers_fail_together_the_tables_are_saved(
    solved: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.report.excel.workbook.contents.add", broken)
    saved = save_plan(tmp_path / "p.xlsx", solved)
    assert saved.path == tmp_path / "p.xlsx"
    assert saved.exit is Exit.INTERNAL
    assert "The plan workbook could not be made. KeyError: 'a bug'. This is a bug of the planner" in saved.message
    assert read_plan(tmp_path / "p.xlsx", tiny()).starts == solved.plan.starts


def test_where_no_workbook_can_be_made_the_plan_is_saved_as_json_and_locks(
    solved: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.report.excel.workbook.book_bytes", broken)
    saved = save_plan(tmp_path / "p.xlsx", solved)
    assert saved.path == tmp_path / "p.json"
    assert from_text(saved.path.read_text()).starts == solved.plan.starts
    start = solved.plan.starts[0]
    assert f"{start.site},{start.node}," in (tmp_path / "p_locks.csv").read_text()
    assert "p_locks.csv holds its locks" in saved.message


def test_a_lack_of_memory_is_told_as_one(solved: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*arguments: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("planner.report.excel.workbook.contents.add", exhausted)
    saved = save_plan(tmp_path / "p.xlsx", solved)
    assert f"The plan workbook could not be made. {NO_MEMORY}" in saved.message
    assert "bug" not in saved.message
    assert read_plan(tmp_path / "p.xlsx", tiny()).starts == solved.plan.starts


@pytest.mark.parametrize(
    ("error", "lack"),
    [
        (MemoryError(), True),
        (RuntimeError("can't start new thread"), True),
        (ImportError("libx.so: failed to map segment from shared object"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (ImportError("no module named x"), False),
    ],
)
def test_memory_that_is_lacking_is_known_by_its_words(error: Exception, lack: bool) -> None:
    assert is_lack_of_memory(error) is lack


@pytest.mark.parametrize(
    ("where", "case"), [("extract", "minimum_at_home"), ("cost_lines_usd_bn", "conversion_or_new")]
)
def test_a_plan_that_cannot_be_extracted_leaves_its_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, case: str
) -> None:
    source = ROOT / "examples" / case / "case.xlsx"
    monkeypatch.setattr(f"planner.pipeline.{where}", broken)
    (tmp_path / "p.xlsx").write_bytes(b"the plan of yesterday")
    (tmp_path / "p_schedule.xlsx").write_bytes(b"its schedule")
    answer = solve_command.run(replace(request(tmp_path / "p.xlsx"), source=source))
    assert (answer.exit, answer.status, answer.plan) == (Exit.INTERNAL, "error", None)
    kept = tmp_path / "p_schedule_2.xlsx"
    assert answer.message.startswith(f"{SCHEDULE_ALONE} KeyError: 'a bug'. This is a bug of the planner")
    assert f"The schedule is saved as {kept}. Another solve can start from it: --warm {kept}." in answer.message
    schedule, unknown = read_schedule(kept, read_case(source))
    monkeypatch.undo()
    expected = solve(read_case(source), OPTIONS).plan
    assert (set(schedule.starts), unknown) == (set(expected.starts), 0)
    assert schedule.converted == expected.converted
    assert schedule.starts or schedule.converted
    assert (tmp_path / "p.xlsx").read_bytes() == b"the plan of yesterday"


def test_an_audit_that_ends_with_an_error_is_not_passed_and_the_plan_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.pipeline.audit", broken)
    answer = solve_command.run(request(tmp_path / "p.xlsx"))
    assert answer.exit is Exit.INTERNAL
    assert "audit: the audit ended with an error before it was complete (KeyError: 'a bug')" in answer.message
    assert "This is a bug of the planner" in answer.message
    assert read_plan(tmp_path / "p.xlsx", read_case(CONVERSION)).shipments


@pytest.mark.parametrize("where", ["planner.solver.portfolio.portfolio.polished", "planner.pipeline.Glance.take"])
def test_a_search_that_ends_with_an_error_leaves_the_best_plan_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(where, broken)
    answer = solve_command.run(request(tmp_path / "p.xlsx"))
    assert answer.exit is Exit.INTERNAL
    assert f"{ENDED_EARLY}\nKeyError: 'a bug'. This is a bug of the planner" in answer.message
    assert answer.audit is not None
    assert answer.audit.clean
    assert read_plan(tmp_path / "p.xlsx", read_case(CONVERSION)).shipments


def test_a_summary_that_fails_hides_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("planner.cli.commands.solve.show_plan", broken)
    answer = solve_command.run(replace(request(tmp_path / "p.xlsx"), summary=True))
    assert (answer.exit, answer.plan) == (Exit.INTERNAL, tmp_path / "p.xlsx")
    said = " ".join(capsys.readouterr().err.split())
    assert f"The plan is saved as {tmp_path / 'p.xlsx'}, but its summary failed. KeyError: 'a bug'." in said.replace(
        "\n", ""
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], object]]]:
    """A folder, and what makes it take no more files; root may write anywhere but on a disk that is read-only."""
    folder = tmp_path / "place"
    folder.mkdir()
    if os.geteuid() != 0:
        yield folder, lambda: folder.chmod(0o555)
        return
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a disk")
    yield folder, lambda: subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_folder_that_becomes_read_only_costs_no_plan_and_the_next_solve_is_refused_at_once(
    place: tuple[Path, Callable[[], object]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, seal = place

    def audited(*given: Any) -> Audit:
        seal()
        return audit(*given)

    monkeypatch.setattr("planner.pipeline.audit", audited)
    answer = solve_command.run(request(folder / "p.xlsx"))
    assert (answer.exit, answer.plan) == (Exit.USAGE, home / "p.xlsx")
    assert f"{folder / 'p.xlsx'} cannot be written (" in answer.message
    assert f"the plan is saved as {home / 'p.xlsx'}." in answer.message
    assert read_plan(home / "p.xlsx", read_case(CONVERSION)).shipments
    monkeypatch.setattr("planner.pipeline.solve", broken)
    with pytest.raises(Stop, match="is not writable: give another one"):
        solve_command.run(request(folder / "p.xlsx"))


def test_a_folder_that_vanishes_during_a_solve_costs_no_plan(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there").mkdir()

    def audited(*given: Any) -> Audit:
        (tmp_path / "there").rmdir()
        return audit(*given)

    monkeypatch.setattr("planner.pipeline.audit", audited)
    answer = solve_command.run(request(tmp_path / "there" / "p.xlsx"))
    assert (answer.exit, answer.plan) == (Exit.USAGE, home / "p.xlsx")
    assert "cannot be written (No such file or directory); the plan is saved as" in answer.message
    assert read_plan(home / "p.xlsx", read_case(CONVERSION)).shipments


def test_a_plan_that_is_open_in_excel_stays_and_the_new_one_is_saved_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "p.xlsx"
    target.write_bytes(b"the plan of yesterday")

    def replace_file(source: Path, to: Path, replaces: Callable[[Path, Path], None] = os.replace) -> None:
        if to == target:
            raise PermissionError(errno.EACCES, "Permission denied")
        replaces(source, to)

    monkeypatch.setattr(os, "replace", replace_file)
    answer = solve_command.run(request(target))
    beside = tmp_path / "p_2.xlsx"
    assert (answer.exit, answer.plan) == (Exit.USAGE, beside)
    assert f"{target} cannot be written (Permission denied); the plan is saved as {beside}." in answer.message
    assert target.read_bytes() == b"the plan of yesterday"
    assert read_plan(beside, read_case(CONVERSION)).shipments
    assert not list(tmp_path.glob(".*"))
