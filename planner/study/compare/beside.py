"""Two solved cases beside each other: inputs cell by cell, decisions, coverage, money and the split of the cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.answers.table import Cell, Table
from planner.study.compare.differing import input_sentence, of_cases, of_plans, plan_sentences
from planner.study.compare.pictures import Side, pictures
from planner.workbook.assemble.tables import Tables

_NOISE_USD_BN = 5e-7
_UNITS = {"usd_bn": "bn USD", "fraction": "%"}
_NAMES = {"npv": "NPV", "irr": "IRR"}


@dataclass(frozen=True, slots=True)
class Known:
    """A case with the rows of its workbook, and its plan."""

    case: Case
    tables: Tables
    plan: Plan


def beside(first: Known, second: Known) -> Answer:
    """Return what differs between two solved cases; the first is the old one. Tables without a difference are empty."""
    plans = [plan_tables(one.case, one.plan) for one in (first, second)]
    differing = of_plans(plans[0], plans[1], (first.case, second.case))
    tables = {table.name: table for table in (of_cases(first.tables, second.tables), *differing)}
    figures = tables.pop("figures")
    # Lines of the cost have a table of their own.
    rows = tuple(_figure(*row) for row in figures.rows if not str(row[0]).startswith("cost."))
    cost = Table("cost", "What the objective is made of", _COST_COLUMNS, tuple(_cost(first.plan, second.plan)))
    shown = (
        *(tables["inputs"], tables["decisions"], tables["coverage"], tables["money"], cost),
        Table(figures.name, figures.title, figures.columns, rows),
    )
    said = (
        input_sentence(tables["inputs"].rows),
        *plan_sentences({**{name: table.rows for name, table in tables.items()}, "figures": figures.rows}),
    )
    sides = [Side(table, one.case, one.plan) for table, one in zip(plans, (first, second), strict=True)]
    title = f"What differs: {first.case.settings.case_name}"
    return Answer("compare", title, said, shown, pictures=pictures(*sides))


def _figure(name: Cell, before: Cell, after: Cell, change: Cell, unit: Cell) -> tuple[Cell, ...]:
    """Return a figure of the summary in words, as "NPV of Own" for returns.Own.npv_usd_bn, a fraction in per cent."""
    group, *parts = str(name).split(".")
    word = (parts[-1] if parts else group).removesuffix("_usd_bn").removesuffix("_pct").removesuffix("_kunits")
    word = _NAMES.get(word, word.replace("_", " "))
    of = ".".join(parts[:-1])
    values = (100 * v if unit == "fraction" and isinstance(v, float) else v for v in (before, after, change))
    return f"{word} of {of}" if of else word, *values, _UNITS.get(str(unit), unit)


_COST_COLUMNS = ("line", "before [bn USD]", "after [bn USD]", "change [bn USD]")


def _cost(first: Plan, second: Plan) -> Iterator[tuple[str, float, float, float]]:
    """Yield the lines of the objective that differ, the largest change first."""
    before, after = first.outcome.cost_usd_bn, second.outcome.cost_usd_bn
    lines = [
        (line.replace("_", " "), before.get(line, 0.0), after.get(line, 0.0))
        for line in dict.fromkeys([*before, *after])
    ]
    changed = [(*line, line[2] - line[1]) for line in lines if abs(line[2] - line[1]) > _NOISE_USD_BN]
    yield from sorted(changed, key=lambda line: -rank(abs(line[3])))
