"""`planner rerun`: solve the case of a plan again as the plan's run record says, and compare."""

import math
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner import __version__
from planner.cli import options
from planner.cli.commands.solve import run as solve
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.cli.origin import origin_of
from planner.cli.request import SolveRequest
from planner.cli.terminal.mode import Mode
from planner.plan.records import Plan
from planner.report.contract.layout import RECORD_SHEETS
from planner.report.readback.plan_workbook import read_edits, read_plan
from planner.report.readback.values import is_same
from planner.solver.options import Proof, SolveOptions, available_cores

if TYPE_CHECKING:
    from planner.workbook.case_file import CaseFile

Run = Mapping[str, str | int | float]
_NOTES = ("binding", "bans")
"""Sheets that say what the proof came upon on its way, not what is planned."""


def rerun(
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="The plan.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="AGAIN.xlsx", help="The new plan.", show_default="PLAN_again.xlsx in this folder"
        ),
    ] = None,
    case: options.CaseOfPlan = None,
    progress: Annotated[
        Mode, typer.Option(metavar="MODE", help=f"How progress is shown on stderr: {', '.join(Mode)}.")
    ] = Mode.AUTO,
) -> None:
    """Solve the case of a plan again with its seed and limits, and say whether the same plan comes out."""
    again = output if output is not None else Path(f"{target.stem}_again.xlsx")
    check_target(again, target)
    path, source, plan = origin_of(target, case)
    check_target(again, path, target)
    changes = tuple(_changes(plan.run, path, source))
    for change in changes:
        say(change)
    say(_by_the_clock(plan.run))
    ask = SolveRequest(path, again, options_of(plan.run), progress, summary=False, edits=read_edits(target))
    answer = solve(ask)
    if answer.plan is None:
        raise Stop(answer.exit, "")
    differences = tuple(different(plan, read_plan(answer.plan, source.case)))
    if not differences:
        print(f"The same plan: every row of its sheets is in {answer.plan} too.")
        return
    print("\n".join((f"Another plan, in {answer.plan}:", *differences)))
    if not changes and "node_limit" in plan.run:
        say("Input, versions, seed and node limit are the same, so this should not happen: please report it.")
    raise Stop(Exit.FAULTS, "")


def options_of(run: Run) -> SolveOptions:
    """Return the options that a run record names; those that it does not name are the defaults."""
    asked = SolveOptions()
    proof = str(run.get("proof", asked.proof))
    limit, nodes = run.get("time_limit_seconds"), run.get("node_limit")
    return SolveOptions(
        time_limit_seconds=float(limit) if isinstance(limit, int | float) else math.inf,
        gap=float(run.get("gap_asked", asked.gap)),
        threads=int(run.get("threads", available_cores())),
        seed=int(run.get("seed", asked.seed)),
        node_limit=None if nodes is None else int(nodes),
        solver=str(run.get("solver", asked.solver)).lower(),
        proof=Proof(proof) if proof in set(Proof) else Proof.DEFAULT,
    )


def _changes(run: Run, path: Path, source: "CaseFile") -> Iterator[str]:
    """Yield what is not as it was when the plan was written."""
    known = run.get("input_sha256")
    if known != source.sha256:
        was = "no hash of its input" if known is None else f"an input with the hash {str(known)[:12]}..."
        yield (
            f"The input differs: the plan names {was}, {path} has {source.sha256[:12]}... A workbook that was saved "
            "again has another hash too."
        )
    versions = {"planner_version": __version__, **{f"{name}_version": version(name) for name in ("highspy", "pyomo")}}
    for key, here in versions.items():
        if str(run.get(key)) != here:
            yield f"{key.removesuffix('_version')} differs: {run.get(key, 'unknown')} then, {here} now."


def _by_the_clock(run: Run) -> str:
    """Return a warning where the run was not limited by counted work."""
    if "node_limit" in run:
        return ""
    return (
        "The plan was not solved with --node-limit, so that clock and cores had a part in it: another plan within the "
        "gap may come out."
    )


def different(one: Plan, other: Plan) -> Iterator[str]:
    """Yield what differs between two plans of a case, sheet by sheet."""
    for name in ("objective", "bound"):
        before, after = (getattr(plan.outcome, name) for plan in (one, other))
        if not is_same(before, after):
            yield f"  {name}: {before:.9g} then, {after:.9g} now"
    for sheet in RECORD_SHEETS:
        if sheet.name not in _NOTES:
            rows = [_rows(plan, sheet.name) for plan in (one, other)]
            gone, new = rows[0] - rows[1], rows[1] - rows[0]
            if gone or new:
                first = sorted(map(str, gone or new))[0]
                yield f"  {sheet.name}: {len(gone)} of its rows only then, {len(new)} only now, such as {first}"


def _rows(plan: Plan, sheet: str) -> set[object]:
    """Return the rows of a sheet, numbers to nine digits."""
    records = getattr(plan, sheet)
    return {
        tuple(
            float(f"{value:.9g}") if isinstance(value, float) else value
            for value in (getattr(record, name) for name in record.__slots__)
        )
        for record in records
    }
