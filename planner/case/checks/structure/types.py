"""Types: every list of a case holds records of its kind. Nothing else can be checked where one does not."""

from collections.abc import Iterator, Mapping
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks import codes
from planner.case.checks.draft.of_case import MAPPINGS, TUPLES
from planner.case.checks.problem import Problem, Ref
from planner.case.curves import DefectLearning
from planner.case.records import (
    Buyer,
    Case,
    ClassMember,
    ComputeClass,
    Event,
    Node,
    Part,
    Product,
    Scenario,
    Settings,
    Source,
    Tier,
    Tool,
    ToolUse,
)


def type_problems(case: Case) -> Iterator[Problem]:
    """Yield what is of another type than the case declares."""
    yield from _is_a(Settings, case.settings, Ref("settings"))
    yield from _is_a(Calendar, case.calendar, Ref("calendar"))
    for kind, name in MAPPINGS.items():
        records = getattr(case, name)
        if not isinstance(records, Mapping):
            yield _wrong("a mapping", records, Ref(name))
            continue
        for key, record in records.items():
            yield from _record(kind, record, Ref(name, key))
    for kind, name in TUPLES.items():
        records = getattr(case, name)
        if not isinstance(records, tuple | list):
            yield _wrong("a tuple", records, Ref(name))
            continue
        for index, record in enumerate(records):
            yield from _record(kind, record, Ref(name, index))


def _record(kind: type[Any], record: Any, ref: Ref) -> Iterator[Problem]:
    wrong = list(_is_a(kind, record, ref))
    yield from wrong or _texts(record, ref)
    yield from () if wrong else _inside(record, ref)


def _texts(record: Any, ref: Ref) -> Iterator[Problem]:
    """Yield what cannot be looked up by others."""
    for field in ("name", "bloc"):
        if hasattr(record, field):
            yield from _is_a(str, getattr(record, field), ref, field)


def _inside(record: Any, ref: Ref) -> Iterator[Problem]:
    """Yield what is wrong with the records inside a record."""
    if isinstance(record, Node):
        yield from _is_a(DefectLearning, record.learning, ref, "learning")
    elif isinstance(record, Product):
        parts = list(_are(Part, record.parts, ref, "parts"))
        yield from parts
        for p, part in enumerate(() if parts else record.parts):
            yield from _is_a(str, part.name, ref, f"parts[{p}].name")
            yield from _are(Source, part.sources, ref, f"parts[{p}].sources")
            if part.bought is not None:
                yield from _is_a(Source, part.bought, ref, f"parts[{p}].bought")
    elif isinstance(record, Tool):
        yield from _are(ToolUse, record.uses, ref, "uses")
    elif isinstance(record, ComputeClass):
        yield from _are(ClassMember, record.members, ref, "members")
        if record.members == ():
            yield _wrong("at least one ClassMember", record.members, ref, "members")
    elif isinstance(record, Event) and record.market:
        code = codes.DEMAND_EVENT
        yield Problem(code.id, code.meaning, ref, "market", record.market, fix=code.fix)
    elif isinstance(record, Scenario):
        if not isinstance(record.demand_kunits, Mapping):
            yield _wrong("a mapping from (product, market)", record.demand_kunits, ref, "demand_kunits")
        if not isinstance(record.tiers, Mapping):
            yield _wrong("a mapping from Buyer to Tier", record.tiers, ref, "tiers")
            return
        for buyer, tier in record.tiers.items():
            yield from _is_a(Buyer, buyer, ref, f"tiers[{buyer!r}]")
            yield from _is_a(Tier, tier, ref, f"tiers[{buyer!r}]")


def _are(kind: type[Any], records: Any, ref: Ref, field: str) -> Iterator[Problem]:
    if not isinstance(records, tuple | list):
        yield _wrong(f"a tuple of {kind.__name__}", records, ref, field)
        return
    for index, record in enumerate(records):
        yield from _is_a(kind, record, ref, f"{field}[{index}]")


def _is_a(kind: type[Any], record: Any, ref: Ref, field: str = "") -> Iterator[Problem]:
    if not isinstance(record, kind):
        yield _wrong(f"a {kind.__name__}", record, ref, field)


def _wrong(expected: str, value: object, ref: Ref, field: str = "") -> Problem:
    code = codes.WRONG_TYPE
    return Problem(code.id, code.meaning, ref, field, type(value).__name__, expected, f"give {expected}")
