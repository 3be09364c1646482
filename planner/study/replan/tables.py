"""The tables of replanning."""

from collections.abc import Iterator

from planner.study.answers.table import Cell, Table
from planner.study.replan.findings import Findings
from planner.study.replan.moves import Move
from planner.study.replan.why import NO_NEWS, reasons
from planner.study.solves.solved import Solved

_SHOWN = 5


def tables(findings: Findings) -> Iterator[Table]:
    """Yield the plans beside each other, the moves, what each edit does, what is fixed, and the edits that fix it."""
    yield _plans(findings)
    columns: tuple[str, ...] = ("site", "what", "phases", "from", "to", "worth [bn USD]", "pays", "because of")
    brief = tuple(column for column in columns if column != "pays")
    note = "Worth is what keeping the place as planned would cost."
    rows = tuple(_move_row(findings, move) for move in findings.proven.moves)
    yield Table("moves", "What moves", columns, rows, note, brief=brief)
    columns = ("site", "what", "phases", "from", "to")
    ties = tuple((move.place[0], move.what, move.phases, *_periods(findings, move)) for move in findings.proven.ties)
    yield Table("ties", "Not proven to pay, and left as planned", columns, ties, shown=_SHOWN)
    rows = tuple(
        ("(none)" if one.name == NO_NEWS else one.name, one.added, one.saved, sum(move.phases for move in one.moves))
        for one in findings.alone
    )
    columns = ("edit alone", "old plan changes by [bn USD]", "replanning saves [bn USD]", "phases moved")
    yield Table("why", "What each edit does by itself", columns, rows)
    plan, now = findings.roll.plan, findings.roll.now
    started = [(one.period, one.site, one.node, one.phases) for one in plan.starts if one.period < now]
    started += [(one.period, one.site, "shell", one.shells) for one in plan.shells_built if one.period < now]
    started += [
        (one.period, one.site, f"{one.from_node} to {one.node}", one.lumps)
        for one in plan.converted
        if one.period < now
    ]
    rows = tuple((site, what, findings.label(t), phases) for t, site, what, phases in sorted(started))
    yield Table("fixed", "Started before now", ("site", "what", "start", "phases"), rows, shown=_SHOWN)
    rows = tuple((change,) for change in findings.following.changes)
    yield Table("next", "Edits that make the next case", ("edit",), rows, shown=_SHOWN)


def _plans(findings: Findings) -> Table:
    planned = Solved(findings.roll.plan, clean=True, seconds=0.0)
    solves = (
        ("as planned, in the facts of then", planned, findings.base),
        ("as planned, in the new facts", findings.unmoved, findings.following),
        ("replanned", findings.new, findings.following),
        ("with full foresight", findings.seen, findings.facts),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, solved, of in solves:
        shown = solved.figures(of.case) if solved.has_plan else None
        rows.append(
            (
                name,
                findings.value(solved) if shown else None,
                shown.coverage_pct if shown else None,
                shown.phases if shown else None,
                shown.capex_usd_bn if shown else None,
                str(solved.status),
            )
        )
    columns = ("plan", f"{findings.measure} [bn USD]", "coverage [%]", "phases", "capex [bn USD]", "status")
    note = f"The optimal {findings.measure} lies in the interval; the other figures are those of the plans found."
    return Table("plans", "The plans beside each other", columns, tuple(rows), note, formats={"coverage [%]": "0.0"})


def _move_row(findings: Findings, move: Move) -> tuple[Cell, ...]:
    worth = findings.proven.worth.get(move.place)
    pays = "not tested" if worth is None else "yes" if worth.is_distinct else "a tie" if worth.is_zero else "not proven"
    why = reasons(move, findings.alone) if findings.alone else None
    return move.place[0], move.what, move.phases, *_periods(findings, move), worth, pays, why


def _periods(findings: Findings, move: Move) -> tuple[str, str]:
    return findings.label(move.before, "(not planned)"), findings.label(move.after, "(dropped)")
