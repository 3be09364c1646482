"""`planner export`: the model of a case as a file for other solvers."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_model
from planner.cli.messages import say
from planner.cli.reading import read_source
from planner.workbook.file.saving import whole

_TWO_OBJECTIVES = (
    "The case has the objective coverage_first. The file minimises the second objective, cost, alone; the first, the "
    "discounted shortage penalty, is the column first_objective: minimise that first, then give it its optimum as "
    "upper bound."
)


def export(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    mps: Annotated[
        Path, typer.Option("--mps", metavar="FILE.mps", help="Write the model as free MPS.", show_default=False)
    ],
) -> None:
    """Write the model of a case, as passed to the solver, for other programs."""
    check_model(mps, source)
    case = read_source(source).case
    # Loads the modelling library late, so that a wrong argument is reported at once.
    from planner.solver.program.export import Contradiction, model_of
    from planner.solver.program.mps import write_mps

    try:
        stages = model_of(case)
    except Contradiction as error:
        raise Stop(Exit.INFEASIBLE, f"{mps} is not written: {error}.") from error
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
