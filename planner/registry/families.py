"""What is declared of a family of variables or rows: its name, its key, and what search and reports know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeAlias, TypeVar, TypeVarTuple

Key = TypeVar("Key", bound=tuple[object, ...])
Index = TypeVarTuple("Index")
Values = Mapping[str, Mapping[Any, float]]
"""Values of a solution by the name and index of the variable."""


class Domain(Enum):
    """What values a family of variables may take."""

    BINARY = "0 or 1"
    WHOLE = "whole"
    NONNEGATIVE = "continuous"
    FREE = "continuous, of either sign"
    EXPRESSION = "sum of others"
    """No variables, but sums of them that several equations share."""


class Role(Enum):
    """What variables are to the search for plans."""

    PHASES = auto()
    """Construction decisions: cumulative counts of the phases of a pair."""
    OPENING = auto()
    """Construction decisions: whether a site is open."""
    SHELLS = auto()
    """Construction decisions: cumulative counts of the shells of a site."""
    LUMPS = auto()
    """Construction decisions: cumulative counts of conversions, and whether capacity is retired."""
    COUNTER = auto()
    """Cumulative counts of phases past their lead time, over all sites: whole where the decisions are."""
    FLOW = auto()
    """Continuous quantities that follow from the decisions at little cost."""


class AtZero(Enum):
    """Whether a row without slack limits the plan where its right-hand side is zero."""

    SILENT = auto()
    """No: what is not there is no limit."""
    BINDS = auto()
    """Yes: the row forbids."""
    SHARE = auto()
    """The right-hand side is always zero: a share of a total limits the plan where the total is not zero."""


class _Family(Generic[Key, *Index]):
    """A name, and a key that gives the index its named fields."""

    name: str
    key: Callable[[*Index], Key]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the index fields, in order."""
        fields: tuple[str, ...] = self.key._fields  # type: ignore[attr-defined]  # keys are named tuples
        return fields

    def key_of(self, index: Any) -> Key:
        """Return the key of an index as Pyomo has it: a tuple, a lone value, or None."""
        parts = index if isinstance(index, tuple) else () if index is None else (index,)
        return self.key(*parts)


@dataclass(frozen=True)
class Variables(_Family[Key, *Index]):
    """A family of variables."""

    name: str
    key: Callable[[*Index], Key]
    unit: str
    domain: Domain
    role: Role = Role.FLOW

    def of(self, values: Values) -> Mapping[Key, float]:
        """Return the values of the family by key."""
        return {self.key_of(index): value for index, value in values.get(self.name, {}).items()}


AnyVariables: TypeAlias = Variables[Any, *tuple[Any, ...]]


@dataclass(frozen=True)
class Rows(_Family[Key, *Index]):
    """A family of rows; one with a sentence is a rule that a planner would call a limit."""

    name: str
    key: Callable[[*Index], Key]
    sentence: str = ""
    """What it means that the row has no slack; `{where}` is the place."""
    at_zero: AtZero = AtZero.SILENT
    only_for_bound: bool = False
    """Raises the bound but slows the search for plans down; every plan of whole phases keeps it."""
    one_more: str = ""
    """What it means that the row has some slack, but too little for one more phase."""

    @property
    def by_period(self) -> bool:
        """Whether the row is of one period; any other is over the horizon, or over a window of its own."""
        return "period" in self.fields

    @property
    def has_window(self) -> bool:
        """Whether the row is of a lock or limit, which names its own window of periods."""
        return not {"lock", "limit"}.isdisjoint(self.fields)


AnyRows: TypeAlias = Rows[Any, *tuple[Any, ...]]
