"""A table of an answer: titles with units, cells that may be intervals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.study.answers.interval import Interval

if TYPE_CHECKING:
    import pandas as pd

Cell = str | float | int | bool | Interval | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an answer. The title of a column carries its unit in brackets, such as "worth [bn USD]".

    `name` is that of its sheet and key in JSON; `note` says how to read it. `shown` rows, or none, go to the terminal.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    brief: tuple[str, ...] = ()
    """The columns that a terminal of 80 columns shows; empty: all."""
    shown: int = 20
    formats: Mapping[str, str] = field(default_factory=dict)
    """Number formats of Excel by column, where not the default of two decimals."""

    def frame(self) -> "pd.DataFrame":
        """Return the table for pandas: an interval gives two columns, its low and its high end."""
        import pandas as pd

        columns: dict[str, list[Any]] = {}
        for at, title in enumerate(self.columns):
            values = [row[at] for row in self.rows]
            if any(isinstance(value, Interval) for value in values):
                for end in ("low", "high"):
                    columns[f"{title}, {end}"] = [
                        getattr(value, end) if isinstance(value, Interval) else value for value in values
                    ]
            else:
                columns[title] = values
        return pd.DataFrame(columns)
