"""Names: every name is declared, no key stands twice, and a mapping's key is the name of its record."""

from collections.abc import Hashable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from planner.case.checks import codes
from planner.case.checks.codes import ProblemCode
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.of_case import MAPPINGS
from planner.case.checks.draft.records import ClassProduct, Demand, Material
from planner.case.checks.problem import Problem
from planner.case.checks.structure.fields import FIELDS
from planner.case.checks.structure.keys import KEYS
from planner.case.checks.structure.rules import Name, Names
from planner.case.records import ComputeClass, Market

_MAX_LISTED = 6
_PLURALS: dict[type, str] = {Demand: "demand", Material: "the parts of products"}


def name_problems(draft: Draft) -> Iterator[Problem]:
    """Yield names that are missing, not declared, or declared twice."""
    for kind, rules in FIELDS.items():
        for name, rule in rules.items():
            if isinstance(rule, Name):
                yield from _name(draft, kind, name, rule)
            elif isinstance(rule, Names):
                yield from _set(draft, kind, name, rule)
    for kind, fields in KEYS.items():
        yield from _keys(draft, kind, fields)


def _name(draft: Draft, kind: type[Any], field: str, rule: Name) -> Iterator[Problem]:
    declared = _declared(draft, rule.of, rule.of_field) if rule.of else None
    if declared is not None and rule.or_class:
        declared |= _declared(draft, ClassProduct, "compute_class")
    if declared is not None and rule.or_market_bloc:
        declared |= _declared(draft, Market, "bloc")
    for entry in draft.all(kind):
        value = getattr(entry.record, field)
        if value == "" and rule.or_empty:
            continue
        if not isinstance(value, str) or not value:
            yield entry.problem(codes.NAME_MISSING, field, found=repr(value))
        elif declared is not None and value not in declared:
            yield _unknown(entry, codes.UNKNOWN_NAME, field, value, declared, rule)


def _set(draft: Draft, kind: type[Any], field: str, rule: Names) -> Iterator[Problem]:
    declared = _declared(draft, rule.of, rule.of_field)
    for entry in draft.all(kind):
        names = getattr(entry.record, field)
        if isinstance(names, str) or not isinstance(names, Iterable):
            yield entry.problem(codes.UNKNOWN_IN_LIST, field, found=repr(names), expected="a set of names")
            continue
        for name in sorted(str(one) for one in names if one not in declared):
            # Blocs are labels without records: a set may name one more than the case has, and the others still count.
            code = codes.ROW_IDLE if rule.of_field == "bloc" else codes.UNKNOWN_IN_LIST
            yield _unknown(entry, code, field, name, declared, rule)


def _declared(draft: Draft, kind: type[Any], field: str) -> dict[str, None]:
    names = (getattr(entry.record, field) for entry in draft.all(kind))
    return dict.fromkeys(name for name in names if isinstance(name, str) and name)


def _unknown(
    entry: Entry[Any], code: ProblemCode, field: str, name: str, declared: dict[str, None], rule: Name | Names
) -> Problem:
    plural = MAPPINGS.get(rule.of, _PLURALS.get(rule.of, "")) if rule.of else "names"
    if isinstance(rule, Name) and rule.or_class:
        plural += f" or {MAPPINGS[ComputeClass]}"
    if isinstance(rule, Name) and rule.or_market_bloc:
        plural += f" or {MAPPINGS[Market]}"
    near = get_close_matches(name, declared, n=1)
    some = ", ".join(map(repr, list(declared)[:_MAX_LISTED])) + (", ..." if len(declared) > _MAX_LISTED else "")
    fix = f"did you mean {near[0]!r}?" if near else f"use one of {some}" if declared else f"declare it in {plural}"
    expected = f"a {rule.of_field} of {plural}" if rule.of_field != "name" else f"a name in {plural}"
    return entry.problem(code, field, found=repr(name), expected=expected, fix=fix)


def _keys(draft: Draft, kind: type[Any], fields: tuple[str, ...]) -> Iterator[Problem]:
    first: dict[tuple[Any, ...], Entry[Any]] = {}
    is_mapping = kind in MAPPINGS
    for entry in draft.all(kind):
        key = tuple(getattr(entry.record, field) for field in fields)
        if not all(isinstance(part, Hashable) for part in key):
            continue  # reported as no name
        if is_mapping and entry.ref.key not in (key, key[0]):
            wrong, expected = repr(entry.ref.key), repr(key if len(key) > 1 else key[0])
            yield entry.problem(codes.KEY_DIFFERS, fields[0], found=wrong, expected=expected)
        elif first.setdefault(key, entry) is not entry:
            fix = f"{codes.KEY_TWICE.fix}; the other is {first[key].ref}"
            yield entry.problem(codes.KEY_TWICE, fields[0], found=", ".join(map(str, key)), fix=fix)
