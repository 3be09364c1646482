"""Raw cell values and raw sheets, as they come out of the file."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class PerCent(float):
    """A number in a cell that shows it as per cent: 0.35 is seen as 35 %."""


class Displayed(float):
    """A number in a cell that displays another one as `text`: 1200000 as 1,200. `displayed` is 0 where none is."""

    __slots__ = ("displayed", "text")
    text: str
    displayed: float

    def __new__(cls, number: float, text: str, displayed: float) -> "Displayed":
        """Take a number as it is stored."""
        self = super().__new__(cls, number)
        self.text, self.displayed = text, displayed
        return self

    @property
    def words(self) -> str:
        """Both numbers."""
        stored = int(self) if self.is_integer() else float(self)
        return f"{stored}, shown as {self.text or 'nothing'}"


class InUnit(float):
    """A number in a cell whose format shows a unit beside it."""

    __slots__ = ("unit",)
    unit: str

    def __new__(cls, number: float, unit: str) -> "InUnit":
        """Take a number as it is stored."""
        self = super().__new__(cls, number)
        self.unit = unit
        return self


class ZeroPadded(int):
    """A whole number in a cell that shows it as a code: 7 as 007."""

    code: str

    def __new__(cls, number: int, code: str) -> "ZeroPadded":
        """Take a number as it is stored."""
        self = super().__new__(cls, number)
        self.code = code
        return self


class Why(StrEnum):
    """Why a cell has no usable value."""

    ERROR = "error"
    NOT_STORED = "not stored"
    NEVER_CALCULATED = "never calculated"
    LINKED_DATA = "linked data"


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: an error such as #REF!, or a formula whose value was never stored."""

    text: str
    why: Why = Why.ERROR

    def __str__(self) -> str:
        return self.text


Value = None | str | bool | int | float | datetime | date | time | timedelta | Broken
MOMENTS = (date, time, timedelta)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, rows and columns from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula at its row and column, counted from 1."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of a sheet: (row number, values from column A) for every row that holds something.

    `far` holds cells so far to the right that no table reaches them, `hidden_rows` the hidden ones of these rows, and
    `hidden_columns` ranges of columns from 1, ends included. `zeros` are formulas that store 0 or nothing and perhaps
    were never calculated; `struck` are row and column of cells that are crossed out.
    """

    name: str
    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    merges: tuple[Merge, ...] = ()
    far: tuple[tuple[int, int, Value], ...] = ()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    zeros: tuple[Formula, ...] = ()
    struck: tuple[tuple[int, int], ...] = ()


def is_blank(value: Value) -> bool:
    """True for an empty cell and for one that holds only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
