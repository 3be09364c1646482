"""`planner export`: the model of a case as a file for other solvers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.case.records import Case, Objective
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_output
from planner.cli.messages import say
from planner.cli.reading import read_source
from planner.workbook.file.saving import whole, write_whole

if TYPE_CHECKING:
    from planner.solver.program.matrix import Matrix

_TWO_OBJECTIVES = (
    "The case has the objective coverage_first. The file minimises the second objective, cost, alone; the first, the "
    "discounted shortage penalty, is the column first_objective: minimise that first, then give it its optimum as "
    "upper bound."
)


def export(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    mps: Annotated[
        Path | None, typer.Option("--mps", metavar="FILE.mps", help="Write the model as free MPS.", show_default=False)
    ] = None,
    smps: Annotated[
        Path | None,
        typer.Option(
            "--smps", metavar="DIR", help="Write the scenarios as SMPS: core, time and stoch.", show_default=False
        ),
    ] = None,
) -> None:
    """Write the model of a case, as passed to the solver, for other programs."""
    if (mps is None) == (smps is None):
        raise Stop(Exit.USAGE, "Give --mps FILE.mps or --smps DIR, and not both.")
    if mps is not None:
        _export_mps(source, mps)
    elif smps is not None:
        _export_smps(source, smps)


def _model_of(case: Case, target: Path) -> "tuple[Matrix, ...]":
    # Loads the modelling library late, so that a wrong argument is reported at once.
    from planner.solver.program.export import Contradiction, model_of

    try:
        return model_of(case)
    except Contradiction as error:
        raise Stop(Exit.INFEASIBLE, f"{target} is not written: {error}.") from error


def _export_mps(source: Path, mps: Path) -> None:
    check_output(mps, ".mps", "a model", source)
    case = read_source(source).case
    stages = _model_of(case, mps)
    from planner.solver.program.mps import write_mps

    try:
        with whole(mps) as partial, partial.open("w", encoding="ascii", newline="\n") as file:
            write_mps(file, case.settings.case_name, stages)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{mps} cannot be written: {error.strerror or error}.") from error
    last = stages[-1]
    integers = f"{int(last.integer.sum()):,} of them integer"
    say(f"{mps} holds {last.cost.size:,} variables, {integers}, and {last.row_lower.size:,} rows; money in bn USD.")
    if len(stages) > 1:
        say(_TWO_OBJECTIVES)


def _export_smps(source: Path, folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Stop(Exit.USAGE, f"{folder} is a file: give the name of a folder.")
    case = read_source(source).case
    if case.settings.objective is Objective.COVERAGE_FIRST:
        raise Stop(
            Exit.USAGE, "SMPS has one objective, and coverage_first has two: write --mps, or change the objective."
        )
    (matrix,) = _model_of(case, folder)
    from planner.solver.program.smps import smps
    from planner.solver.program.two_stage import NotTwoStageError, two_stage

    scenarios = [(scenario.name, scenario.probability) for scenario in case.scenarios]
    try:
        program = two_stage(matrix, [probability for _, probability in scenarios])
    except NotTwoStageError as error:
        raise Stop(
            Exit.USAGE, f"{folder} is not written: the case is no program in two stages, because {error}."
        ) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for extension, text in smps(case.settings.case_name, program, scenarios).items():
            write_whole(folder / f"{source.stem}{extension}", text.encode("ascii"))
    except OSError as error:
        raise Stop(Exit.USAGE, f"{error.filename or folder} cannot be written: {error.strerror or error}.") from error
    say(
        f"{folder} holds {source.stem}.cor, .tim and .sto: {program.columns.size:,} variables decided before, "
        f"{len(program.second_columns):,} in each of {len(scenarios):,} scenarios; money in bn USD."
    )
