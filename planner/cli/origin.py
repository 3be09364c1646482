"""Where a plan comes from: its case workbook, and the edits that it was solved with."""

from pathlib import Path

from planner.case.checks import CaseProblems
from planner.cli.exits import Exit, Stop
from planner.cli.messages import say
from planner.cli.reading import Faulty, read_source
from planner.plan.records import Plan
from planner.report.readback.plan_workbook import read_edits, read_plan, read_run
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.edits import EditError
from planner.workbook.edit.of_file import SEPARATOR, with_edits
from planner.workbook.faults.fault import InputFaults


def origin_of(target: Path, case: Path | None) -> tuple[Path, CaseFile, Plan]:
    """Return the case that a plan was solved for, with its path and its edits, and the plan.

    Without a path the case is the file that the plan names, beside the plan or in the current folder. Raises Stop where
    there is none, or where the plan is not one of this case.
    """
    path = named_case(target) if case is None else case
    source = as_solved(read_source(path), target)
    return path, source, plan_for(target, source)


def named_case(target: Path) -> Path:
    """Return the path of the case that a plan names. Raises Stop."""
    if not target.is_file():
        raise Stop(Exit.USAGE, f"The file {target} does not exist.")
    name = str(read_run(target).get("input_file", ""))
    if not name:
        raise Stop(Exit.USAGE, f"{target} does not name the workbook it was made from: give it with --case IN.xlsx.")
    places = [target.parent / Path(name).name, Path(Path(name).name)]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        reason = f"{target} was made from {name}, which is neither beside it nor in this folder"
        raise Stop(Exit.USAGE, f"{reason}: give it with --case IN.xlsx.")
    return path


def plan_for(target: Path, source: CaseFile) -> Plan:
    """Return the plan of a workbook. Raises Faulty where it is not one of this case."""
    try:
        return read_plan(target, source.case)
    except InputFaults as error:
        raise Faulty(target, error.faults) from error


def as_solved(source: CaseFile, target: Path) -> CaseFile:
    """Return the case with the edits that the plan was solved with, if there were any."""
    edits = read_edits(target)
    if edits:
        say(f"The plan was solved with edits of the case, which are made here too:\n{SEPARATOR.join(edits)}")
    try:
        return with_edits(source, edits)
    except (EditError, CaseProblems) as error:
        raise Stop(
            Exit.FAULTS, f"The edits that the plan was solved with cannot be made in {source.file_name}: {error}"
        ) from error


def other_input(path: Path, source: CaseFile, plan: Plan) -> str:
    """Return a warning where a plan was made from another workbook; one that was saved again is another file too."""
    known = plan.run.get("input_sha256")
    if known == source.sha256:
        return ""
    if known is None:
        return f"Warning: the plan does not name the workbook it was made from; it was checked against {path}."
    return (
        f"Warning: the plan was made from another file than {path}: {plan.run.get('input_file', 'unnamed')}, "
        f"with the hash {str(known)[:12]}... instead of {source.sha256[:12]}... Saving a workbook again changes its "
        "hash; what counts is whether the plan keeps the rules of this one."
    )
