"""A draft: the records of a case one by one. Some rows of a source may be unreadable, some fields of a row unknown.

Checks of planning sense are written once against it. A case in memory gives a draft in which everything is known, save
for what is at fault already, so that one cause is reported once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from planner.case.calendar import Calendar
from planner.case.checks.codes import ProblemCode
from planner.case.checks.draft.words import Words
from planner.case.checks.problem import Problem, Ref
from planner.case.records import Settings

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A record of a draft with its place. `unknown` names fields that cannot be relied on.

    `path` leads from the record that `ref` names to this one: it ends in a point before the names of its fields, or is
    the field itself where the entry stands for one field.
    """

    ref: Ref
    record: R
    unknown: frozenset[str] = frozenset()
    path: str = ""

    def field(self, name: str) -> str:
        """Return the full name of a field."""
        return self.path if self.path and not self.path.endswith(".") else self.path + name

    def problem(
        self,
        code: ProblemCode,
        name: str,
        *,
        found: str = "",
        expected: str = "",
        fix: str = "",
        period: int | None = None,
    ) -> Problem:
        """Return a problem of one of its fields."""
        fix = fix or code.fix
        return Problem(code.id, code.meaning, self.ref, self.field(name), found, expected, fix, period)


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a kind in order. It is lost where others may have been meant that cannot be read."""

    entries: tuple[Entry[Any], ...] = ()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares by age or offset, or probabilities: each with the entry that it comes from, and its field there."""

    entries: tuple[Entry[Any], ...]
    shares: tuple[float, ...]
    ages: tuple[int, ...] = ()
    share_field: str = "share"
    age_field: str = "age"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is known of a case. Curves hold only profiles of which every share is known."""

    calendar: Calendar | None
    settings: Entry[Settings] | None
    listings: Mapping[type, Listing]
    ramps: tuple[Curve, ...] = ()
    spends: tuple[Curve, ...] = ()
    profiles: Mapping[tuple[str, str, str], Curve] = field(default_factory=dict)
    """Curves by site, node and field of the pair, where a source keeps them apart from the pair."""
    words: Words = field(default_factory=Words)

    def all(self, kind: type[R]) -> tuple[Entry[R], ...]:
        """Return every entry of a kind, also those of which nothing is known."""
        return self.listings[kind].entries if kind in self.listings else ()

    def entries(self, kind: type[R], *fields: str) -> Iterator[Entry[R]]:
        """Yield the entries of a kind of which everything is known, or at least these fields."""
        for entry in self.all(kind):
            if not entry.unknown or (fields and entry.unknown.isdisjoint(fields)):
                yield entry

    def records(self, kind: type[R], *fields: str) -> Iterator[R]:
        """Yield the records of these entries."""
        return (entry.record for entry in self.entries(kind, *fields))

    def is_sound(self, kind: type[Any]) -> bool:
        """True where everything is known of every record of a kind."""
        return self.is_whole(kind) and not any(entry.unknown for entry in self.all(kind))

    def is_whole(self, kind: type[Any], *fields: str) -> bool:
        """True where these fields are known of every record of a kind, so that what is not listed is not meant."""
        listing = self.listings.get(kind, Listing())
        return not listing.is_lost and all(entry.unknown.isdisjoint(fields) for entry in listing.entries)

    def period(self, ordinal: int) -> str:
        """Return a period as it would be entered."""
        assert self.calendar is not None
        return self.words.period(self.calendar, ordinal)

    def cell(self, entry: Entry[Any], name: str, period: int | None = None) -> str:
        """Return the address of a field, or of one period of it."""
        return self.words.cell(entry.ref, entry.field(name), period)

    def without(self, problems: Iterable[Problem]) -> "Draft":
        """Return the draft in which fields with an error are unknown, so that no check builds on them."""
        wrong: dict[Ref, set[str]] = {}
        for one in problems:
            if one.is_error:
                wrong.setdefault(one.record, set()).add(one.field)
        if not wrong:
            return self
        listings = {kind: replace(of_kind, entries=_marked(of_kind, wrong)) for kind, of_kind in self.listings.items()}
        settings = None if self.settings is None or self.settings.ref in wrong else self.settings
        known = [
            tuple(curve for curve in curves if not any(_fields_at_fault(entry, wrong) for entry in curve.entries))
            for curves in (self.ramps, self.spends)
        ]
        calendar = None if Ref("calendar") in wrong else self.calendar
        return replace(self, calendar=calendar, settings=settings, listings=listings, ramps=known[0], spends=known[1])


def _marked(listing: Listing, wrong: Mapping[Ref, set[str]]) -> tuple[Entry[Any], ...]:
    return tuple(
        replace(entry, unknown=entry.unknown | _fields_at_fault(entry, wrong)) if entry.ref in wrong else entry
        for entry in listing.entries
    )


def _fields_at_fault(entry: Entry[Any], wrong: Mapping[Ref, set[str]]) -> frozenset[str]:
    at_fault = wrong.get(entry.ref, set())
    names = cast(Iterable[str], getattr(entry.record, "__dataclass_fields__", ()))
    return frozenset(name for name in names if entry.field(name) in at_fault)
