"""A measure that a plan has to hold: a limit that is added to a case, as the second measure of a frontier."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from planner.case.records import Measure
from planner.workbook.contract.means import LimitRow
from planner.workbook.edit.edits import AddedRow, EditError

_COUNTS = (Measure.PHASES_STARTED, Measure.ONLINE_PHASES)
_NAME = "held"
_WORDS = {"from_period": "from ", "until_period": "until "}
_PLACES = tuple(
    column.id for column in LimitRow.columns() if column.id not in ("limit", "measure", "min", "max", "source", "note")
)


@dataclass(frozen=True, slots=True)
class Held:
    """A measure of the sheet `limits`, where it is taken, and the word that names both."""

    words: str
    measure: Measure
    where: Mapping[str, str]

    @property
    def unit(self) -> str:
        """The unit of its amounts."""
        return "phases" if self.measure in _COUNTS else "%"

    def at_least(self, amount: float, limits: Iterable[LimitRow] = ()) -> AddedRow:
        """Return the row that makes every plan reach an amount, in the unit of the sheet, beside those that it has."""
        return AddedRow(
            LimitRow.sheet, {"limit": _free_name(limits), "measure": str(self.measure), **self.where, "min": amount}
        )


def held(text: str) -> Held:
    """Return the measure of a text such as "service" or "capex_share region=Taiwan". Raises EditError."""
    try:
        name, *places = shlex.split(text)
    except ValueError as error:
        raise EditError(f"{text!r} cannot be read: {error}.") from error
    if name not in tuple(Measure):
        raise EditError(f"{name!r} is not a measure. Known: {', '.join(Measure)}.")
    where = dict[str, str]()
    for place in places:
        column, equals, value = place.partition("=")
        if not equals or column not in _PLACES:
            raise EditError(f"{place!r}: write COLUMN=NAME, with a column of limits: {', '.join(_PLACES)}.")
        where[column] = value
    words = [f"{_WORDS.get(column, '')}{where[column]}" for column in sorted(where, key=_PLACES.index)]
    return Held(" ".join([name.replace("_", " "), *words]), Measure(name), where)


def _free_name(limits: Iterable[LimitRow]) -> str:
    """Return a name that no limit has, in capitals or not."""
    names = {row.limit.casefold() for row in limits}
    free = (_NAME if number == 1 else f"{_NAME} {number}" for number in count(1))
    return next(name for name in free if name not in names)
