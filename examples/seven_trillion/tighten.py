"""Solve chosen variants of the study once more, for longer, and write what is proven then into results.json.

    python examples/seven_trillion/tighten.py --store FOLDER --time-limit 300 [NAME ...]

Names are those of the appendix; without any, those are solved that are not in the results yet; a name that is given
twice is solved a second time from its own plan, with another seed. Bounds and plans of
before stay valid and are used: the case must be the same. A better reference plan is carried out in every future
anew. Other plans that further analyses rest on stay as they are; of these only the bound may rise.
"""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

import typer  # noqa: E402  the folder above has to be on the path first

from examples.seven_trillion import hedge  # noqa: E402
from examples.seven_trillion.ceiling import REFERENCE  # noqa: E402
from examples.seven_trillion.runs.catalogue import Make, catalogue  # noqa: E402
from examples.seven_trillion.runs.figures import figures_of  # noqa: E402
from examples.seven_trillion.runs.proofs import derived, digest, lent, merged  # noqa: E402
from examples.seven_trillion.runs.renewed import renewed  # noqa: E402
from examples.seven_trillion.runs.results import Results, Run, read_results, write_results  # noqa: E402
from examples.seven_trillion.study import WORLD, say  # noqa: E402
from planner.audit import audit  # noqa: E402
from planner.plan.records import Plan, Schedule  # noqa: E402
from planner.solver.options import SolveOptions  # noqa: E402
from planner.study.solves.session import Session, StudyOptions  # noqa: E402
from planner.study.solves.solved import Solved  # noqa: E402
from planner.study.variant import Variant, as_it_stands  # noqa: E402
from planner.workbook.text.words import nearest  # noqa: E402


def tighten(base: Variant, results: Results, names: list[str], options: StudyOptions, into: Path) -> Results:
    """Solve variants, each from the plan of the first one that was solved, and write the results after each.

    A variant that is named again is solved from its own plan, with another seed.
    """
    plans: dict[str, Solved] = {}
    again: Counter[str] = Counter()
    with Session(options) as session:
        for name in names:
            entries = catalogue(base, results)
            variant = replace(entries[name](), name=name)
            asked = replace(options.solve, seed=options.solve.seed + again[name])
            again[name] += 1
            start = plans.get(name) or next(iter(plans.values()), None)
            solved = _solved(session, variant, start.plan.schedule if start else None, entries, asked)
            if not solved.has_plan:
                say(f"{name}: no plan")
                continue
            if name not in plans or solved.objective < plans[name].objective:
                plans[name] = solved
            figures = figures_of(name, results.parts["ceiling"]["all"], variant.case, solved)
            run = Run(name, solved.bound, solved.objective, str(solved.status), solved.seconds, name, figures)
            before = results.runs.get(name)
            results = derived(_carried_down(_joined(session, results, entries, run, solved), entries, run, solved.plan))
            write_results(into, results)
            known = results.runs[name]
            was = f"was {before.low:,.2f} to {before.high:,.2f}" if before else "new"
            say(f"{name}: {known.low:,.2f} to {known.high:,.2f}, {was}")
    return results


def _solved(
    session: Session, variant: Variant, start: Schedule | None, entries: Mapping[str, Make], asked: SolveOptions
) -> Solved:
    """Solve a variant; one whose later starts follow the future is made from a plan for all futures."""
    until = hedge.until(variant.name, variant.case.calendar)
    if until is None:
        return session.solve([variant], [start], asked)[0]
    if start is None:
        start = session.solve([entries[hedge.HALVES]()])[0].plan.schedule
    return session.adapt(variant, until, start, asked)


def _joined(session: Session, results: Results, entries: Mapping[str, Make], run: Run, solved: Solved) -> Results:
    """Return the results with a further solve; with all that is made of the reference plan, where it finds a better."""
    before = results.runs.get(REFERENCE)
    if run.name != REFERENCE or before is None or run.high >= before.high:
        return merged(results, run)
    say("  a better reference plan: it is carried out in every future")
    return renewed(session, merged(results, run, stay=()), entries, solved.plan)


def _carried_down(results: Results, entries: Mapping[str, Make], run: Run, plan: Plan) -> Results:
    """Return the results with a new plan wherever it keeps the rules of a tighter variant and is the best plan then."""
    known = results.runs[run.name]
    if (known.plan_of, known.high) != (run.name, run.high):
        return results
    for looser, tighter in sorted(results.relaxed):
        if looser == run.name and run.high < results.runs[tighter].high:
            make = entries.get(tighter)
            if make is not None and audit(make().case, replace(plan, bans=())).clean:
                say(f"  its plan is one of {tighter} too")
                results = lent(results, run, tighter)
    return results


def main(
    store: Annotated[Path, typer.Option(help="Folder that keeps finished solves.")],
    names: Annotated[list[str] | None, typer.Argument(help="Variants, as the appendix names them.")] = None,
    source: Annotated[Path, typer.Option(help="The case.")] = WORLD,
    into: Annotated[Path, typer.Option(help="Folder of the results.")] = HERE,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds for each solve.")] = 300.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop a solve when proven to this share.")] = 1e-4,
    executor: Annotated[str, typer.Option(help="local:N for N solves at once, or dask:ADDRESS.")] = "local:2",
) -> None:
    """Solve, and write the results."""
    base, results = as_it_stands(source), read_results(into)
    if (case := digest(base.case)) != results.about["case"]:
        raise typer.BadParameter("the results are of another case: run study.py", param_hint="--source")
    options = StudyOptions(SolveOptions(time_limit_seconds=time_limit, gap=gap), executor=executor, resume=store)
    about = {**results.about, "case": case, "highspy_version": version("highspy"), "pyomo_version": version("pyomo")}
    entries = catalogue(base, results)
    for name in names or ():
        if name not in entries:
            near = nearest(name, entries)
            meant = f"did you mean {near!r}?" if near else "the appendix lists the names"
            raise typer.BadParameter(f"no variant is named {name!r}: {meant}", param_hint="NAME")
    chosen = names or [name for name in entries if name not in results.runs and name != REFERENCE]
    tighten(base, replace(results, about=about), chosen, options, into)


if __name__ == "__main__":
    started_at = time.monotonic()
    typer.run(main)
    say(f"{(time.monotonic() - started_at) / 60:.0f} min")
