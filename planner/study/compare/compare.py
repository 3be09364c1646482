"""Compare: two or more cases, as many plans, or both, given as workbooks in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.report.figures.built import count as counted
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from planner.study.answers.answer import Answer
from planner.study.answers.table import Table
from planner.study.compare.differing import Plan, input_sentence, of_cases, of_plans, plan_sentences
from planner.study.compare.figures import NO_CASES
from planner.study.compare.pictures import Side, pictures
from planner.study.compare.several import several
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.faults.fault import InputFaults


class NothingToCompareError(ValueError):
    """The files are not several cases, several plans, or as many of both."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """A case, a plan, or a case and its plan, by the names of their files."""

    names: tuple[str, ...]
    source: CaseFile | None = None
    path: Path | None = None
    plan: Plan | None = None


def compare(*paths: Path | str) -> Answer:
    """Return what differs between case workbooks, between plan workbooks, or between as many of both in one call.

    The sheets say which is a case and which a plan; the first of each kind is the old one, with which every other one
    is compared. Inputs are compared cell by cell, plans by decisions, coverage by year (per cent) and money (usd_bn).
    Equal files give an empty answer. Raises NothingToCompareError where there are not two of a kind, InputFaults for a
    workbook with errors.
    """
    files = [Path(path) for path in paths]
    plans = [(path, plan) for path in files if (plan := _plan(path)) is not None]
    cases = [path for path in files if path not in {path for path, _ in plans}]
    count = max(len(cases), len(plans))
    if count < 2 or {len(cases), len(plans)} - {0, count}:
        raise NothingToCompareError(
            "Give two or more cases, two or more plans, or as many of both: these are "
            f"{counted(len(cases), 'case')} and {counted(len(plans), 'plan')}."
        )
    sources = [read_case_file(path) for path in cases]
    compared = [
        _Compared(
            tuple(path.name for path in (*cases[at : at + 1], *(path for path, _ in plans[at : at + 1]))),
            sources[at] if sources else None,
            *(plans[at] if plans else ()),
        )
        for at in range(count)
    ]
    answers = [_of_two(compared[0], other) for other in compared[1:]]
    if count == 2:
        return answers[0]
    return several([one.names[-1] for one in compared], answers, [plan for _, plan in plans])


def _of_two(first: _Compared, second: _Compared) -> Answer:
    sources = [one.source for one in (first, second) if one.source is not None]
    known = (sources[0].case, sources[1].case) if sources else NO_CASES
    tables = list(_of_cases(sources))
    if first.plan is not None and second.plan is not None:
        tables += of_plans(first.plan, second.plan, known)
    sentences = tuple(_sentences(tables, has_cases=bool(sources), has_plans=first.plan is not None))
    title = "What differs: " + "; ".join(" and ".join(names) for names in zip(first.names, second.names, strict=True))
    differing = tuple(one for one in tables if one.rows)
    if first.plan is None or not differing:
        return Answer("compare", title, sentences, differing)
    return Answer("compare", title, sentences, differing, pictures=pictures(_side(first), _side(second)))


def _plan(path: Path) -> Plan | None:
    """Return the tables of a plan workbook; nothing for any other file."""
    try:
        tables = read_tables(path)
    except InputFaults:
        return None
    return tables if "starts" in tables and "summary" in tables else None


def _side(one: _Compared) -> Side:
    """Return a plan to be drawn, with its stages of construction where the case of the same place is its own."""
    assert one.plan is not None
    if one.source is None or one.path is None:
        return Side(one.plan)
    try:
        return Side(one.plan, one.source.case, read_plan(one.path, one.source.case))
    except InputFaults:
        return Side(one.plan)


def _of_cases(cases: Sequence[CaseFile]) -> Iterator[Table]:
    if not cases:
        return
    first, second = (source.tables for source in cases)
    assert first is not None, "a case file without errors has its rows"
    assert second is not None
    yield of_cases(first, second)


def _sentences(tables: Sequence[Table], *, has_cases: bool, has_plans: bool) -> Iterator[str]:
    rows = {table.name: table.rows for table in tables}
    if not any(rows.values()):
        yield "Nothing differs."
        return
    if has_cases:
        yield input_sentence(rows["inputs"])
    if has_plans:
        yield from plan_sentences(rows)
