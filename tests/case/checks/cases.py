"""The tiny case with changes, and what the checks report about it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planner.case.checks import check
from planner.case.records import Case, Kind, Node
from tests.cases import tiny

Change = Callable[[Case], Case]
Reported = set[tuple[str, str, str]]


def with_record(attribute: str, key: Any, **changes: Any) -> Change:
    """Change fields of one record of a mapping."""

    def change(case: Case) -> Case:
        records: Any = getattr(case, attribute)
        changed: dict[str, Any] = {attribute: {**records, key: replace(records[key], **changes)}}
        return replace(case, **changed)

    return change


def with_records(attribute: str, *records: Any) -> Change:
    """Put records in a tuple of the case."""
    changed: dict[str, Any] = {attribute: records}
    return lambda case: replace(case, **changed)


def with_node(name: str, kind: Kind = Kind.LOGIC, **changes: Any) -> Change:
    """Add a node."""
    return lambda case: replace(case, nodes={**case.nodes, name: Node(name, kind, 1.0, 1.0, **changes)})


def all_of(*changes: Change) -> Change:
    """Make several changes."""

    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change


def reported(change: Change) -> Reported:
    """Return code, record and field of every problem of the changed tiny case."""
    return {(one.code, str(one.record), one.field) for one in check(change(tiny()))}


def with_settings(**changes: Any) -> Change:
    return lambda case: replace(case, settings=replace(case.settings, **changes))
