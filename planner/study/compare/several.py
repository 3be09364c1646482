"""Three or more compared: each with the first, and the figures of all plans in one table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.study.answers.answer import Answer
from planner.study.answers.table import Cell, Table
from planner.study.compare.differing import Plan

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

FIGURES = {
    "coverage [%]": "coverage_pct",
    "objective [bn USD]": "objective",
    "bound [bn USD]": "bound",
    "capex [bn USD]": "capex_usd_bn",
    "phases": "phases",
    "sites": "sites",
}
"""Columns of the table of all plans, each with the line of the summary that it shows."""


def several(names: Sequence[str], answers: Sequence[Answer], plans: Sequence[Plan]) -> Answer:
    """Return one answer of the comparisons of the first file with each other one.

    Every table gets a column that says which file it is about. `names` are those of all files, the first one first.
    """
    others = list(zip(_distinct(names)[1:], answers, strict=True))
    sentences = [f"{name}: {sentence}" for name, answer in others for sentence in answer.sentences]
    if all(not answer.tables for answer in answers):
        sentences = ["Nothing differs."]
        plans = ()
    tables = list(_plans(_distinct(names), plans))
    for kind in dict.fromkeys(table.name for answer in answers for table in answer.tables):
        parts = [(name, table) for name, answer in others for table in answer.tables if table.name == kind]
        of = parts[0][1]
        rows = tuple((name, *row) for name, table in parts for row in table.rows)
        brief = ("file", *of.brief) if of.brief else ()
        tables.append(replace(of, columns=("file", *of.columns), rows=rows, brief=brief))
    title = f"What differs from {names[0]}: {', '.join(names[1:])}"
    charts = tuple(_named(chart, name) for name, answer in others for chart in answer.pictures)
    return Answer("compare", title, tuple(sentences), tuple(tables), pictures=charts)


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names that differ: files of one name in two folders are numbered in their order."""
    return [
        f"{name} ({names[: at + 1].count(name)})" if list(names).count(name) > 1 else name
        for at, name in enumerate(names)
    ]


def _plans(names: Sequence[str], plans: Sequence[Plan]) -> Iterator[Table]:
    """Yield the table of all plans, where there are any."""
    rows: list[tuple[Cell, ...]] = []
    for name, plan in zip(names, plans, strict=False):
        summary = {row.key: row.value for row in plan["summary"].itertuples()}
        rows.append((name, *(summary.get(key) for key in FIGURES.values())))
    if rows:
        formats = {"phases": "0", "sites": "0", "coverage [%]": "0.0"}
        yield Table("plans", "All plans", ("file", *FIGURES), tuple(rows), formats=formats)


def _named(chart: "Charted", name: str) -> "Charted":
    return replace(chart, name=f"{chart.name} of {name}", words=f"{name}: {chart.words}")
