"""The tables of the page, as Markdown."""

from collections.abc import Sequence

from examples.seven_trillion.compare import largest, savings
from examples.seven_trillion.results import Results, Run
from planner.case.records import Kind


def number(value: float, decimals: int = 0) -> str:
    """Return a number as text, without a minus before nothing."""
    return f"{round(value, decimals) + 0.0:,.{decimals}f}"


def trillions(usd_bn: float) -> str:
    """Return a sum of bn USD in trillions, with the digits that it needs."""
    return f"{usd_bn / 1000:g}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """Return a table whose first columns are words and whose others are numbers."""
    line = [" --- " if at < words else " ---: " for at in range(len(head))]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(line)}|", *(f"| {' | '.join(row)} |" for row in rows)])


def budget_table(results: Results) -> str:
    """Return what each budget buys."""
    head = ("budget [tn USD]", "coverage [%]", "missed [mn]", "drawn [bn USD]", "left [bn USD]", "phases", "sites")
    rows: list[Sequence[str]] = [
        (
            trillions(run.budget_usd_bn),
            number(run.value("coverage"), 1),
            number(run.value("shortage") / 1000, 1),
            number(run.value("drawn")),
            number(run.value("unspent")),
            number(run.value("phases")),
            number(run.value("sites")),
            number(run.value("objective"), 1),
            number(run.value("gap"), 2),
            run.status,
        )
        for run in results.budgets
    ]
    rows += [(trillions(run.budget_usd_bn), *[""] * 8, run.status) for run in results.unplanned if not run.change]
    return markdown((*head, "objective [bn USD]", "gap [%]", "status"), rows, words=0)


def where_table(results: Results) -> str:
    """Return phases and money by region, the most money first."""
    return _split(largest(results), "region", "region")


def node_table(results: Results) -> str:
    """Return phases and money by node, the most money first."""
    return _split(largest(results), "node", "node")


def _split(run: Run, by: str, title: str) -> str:
    drawn, phases = run.items("drawn", by), run.items("phases", by)
    rows = [
        (item, number(phases.get(item, 0)), number(usd_bn, 1), number(100 * usd_bn / run.value("drawn")))
        for item, usd_bn in sorted(drawn.items(), key=lambda pair: -pair[1])
    ]
    return markdown((title, "phases", "drawn [bn USD]", "share [%]"), rows)


def when_table(results: Results) -> str:
    """Return coverage at the smallest and the largest budget, and starts and money at the largest, by year."""
    poor, rich = results.budgets[0], largest(results)
    rows = [
        (
            year,
            number(poor.value("coverage", "year", year), 1),
            number(covered, 1),
            number(rich.value("shortage", "year", year) / 1000, 1),
            number(rich.value("phases", "year", year)),
            number(rich.value("drawn", "year", year), 1),
        )
        for year, covered in rich.items("coverage", "year").items()
    ]
    head = (
        "year",
        f"coverage at {trillions(poor.budget_usd_bn)} tn [%]",
        f"coverage at {trillions(rich.budget_usd_bn)} tn [%]",
        "missed [mn]",
        "phases started",
        "drawn [bn USD]",
    )
    return markdown(head, rows)


def binds_table(results: Results) -> str:
    """Return what binds at each budget."""
    quarters = ("money", "scanners", "crews", "policy limits")
    head = ("budget [tn USD]", *(f"{name} [quarters]" for name in quarters), "full sites", "full pairs")
    used = [f"{kind} used [%] (full [quarters])" for kind in Kind]
    rows = [
        (
            trillions(run.budget_usd_bn),
            *(number(run.value(name)) for name in ("money binds", "tools bind", "crews bind", "limits bind")),
            *(number(run.value(name)) for name in ("floor full", "all phases built")),
            *(_use(run, kind) for kind in Kind),
        )
        for run in results.budgets
    ]
    return markdown((*head, *used), rows, words=0)


def _use(run: Run, kind: Kind) -> str:
    used, full = run.value("capacity used", "kind", str(kind)), run.value("capacity full", "kind", str(kind))
    return f"{number(used, 1)} ({number(full)})"


def change_table(results: Results) -> str:
    """Return what each change saves, the most first."""
    head = ("what is lifted", "verdict", "coverage [%]", "points", "saving [bn USD]", "at least", "at most", "gap [%]")
    base = largest(results)
    rows: list[Sequence[str]] = [
        ("nothing: the plain plan", "", number(base.value("coverage"), 1), "", "", "", "", number(base.value("gap"), 2))
    ]
    for found in savings(results):
        rows.append(
            (
                found.run.name,
                "significant" if found.is_significant else "not significant",
                number(found.run.value("coverage"), 1),
                number(found.coverage_points, 1),
                number(found.usd_bn, 1),
                number(found.least_usd_bn, 1),
                number(found.most_usd_bn, 1),
                number(found.run.value("gap"), 2),
            )
        )
    rows += [(run.name, f"no plan ({run.status})", *[""] * 6) for run in results.unplanned if run.change]
    return markdown(head, rows, words=2)
