"""Rules of fields: what kind of value a field of a record may hold."""

import math
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Number:
    """A number between bounds; infinity stands for no limit where it is allowed."""

    minimum: float = -math.inf
    above: float = -math.inf
    maximum: float = math.inf
    whole: bool = False
    or_infinite: bool = False
    or_none: bool = False
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One number of at least zero for each period of the horizon."""


@dataclass(frozen=True, slots=True)
class Shares:
    """One share for each age; at least one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name. `of` is a kind of record that declares it, or its field in `of_field`; empty where it declares itself.

    With `or_class` a class may have declared it as well.
    """

    of: type | None = None
    or_empty: bool = False
    of_field: str = "name"
    or_class: bool = False
    or_market_bloc: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """A set of declared names."""

    of: type
    of_field: str = "name"


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of an enumeration, or several."""

    of: type[StrEnum]
    or_none: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or False."""


@dataclass(frozen=True, slots=True)
class Free:
    """Anything: the field is shown only, or checked as records of its own."""


Rule = Number | Series | Shares | Name | Names | Choice | YesNo | Free
