"""The record of an answer: sentences first, then tables and charts; shown as text, JSON, workbook and in notebooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.report.contract.plain_json import finite
from planner.study.answers.interval import Interval
from planner.study.answers.table import Table
from planner.study.answers.text import answer_text
from planner.workbook.edit.choice import Choice

if TYPE_CHECKING:
    import pandas as pd

    from planner.report.plan_charts import Charted


@dataclass(frozen=True)
class Answer:
    """What a study found. `sentences` say it; the tables hold every figure behind them."""

    question: str
    """The name of the command and function, such as "worth"."""
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Single figures by name for programs."""
    pictures: "tuple[Charted, ...]" = ()
    choices: tuple[Choice, ...] = ()
    """What a reader may decide to do now."""

    def frames(self) -> "dict[str, pd.DataFrame]":
        """Return the tables for pandas by name."""
        return {table.name: table.frame() for table in self.tables}

    def charts(self) -> "list[Charted]":
        """Return the charts; in a notebook each shows itself."""
        return list(self.pictures)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data: an interval is {"low", "high"}, and null stands for infinity."""
        tables = {
            table.name: [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
            for table in self.tables
        }
        return {
            "question": self.question,
            "title": self.title,
            "sentences": list(self.sentences),
            "facts": finite({name: _plain(value) for name, value in self.facts.items()}),
            "tables": finite(tables),
        }

    def write(self, path: Path | str) -> Path:
        """Write the answer as a workbook, whole or not at all, and return its path. Raises OSError."""
        from planner.study.answers.workbook import write_answer

        write_answer(Path(path), f"planner {self.question}", self.title, self.sentences, self.tables, self.pictures)
        return Path(path)

    def __str__(self) -> str:
        """Return the answer as text of 80 columns."""
        return answer_text(self.title, self.sentences, self.tables)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return f'<pre style="line-height: 1.25">{escape(str(self))}</pre>'


def _plain(value: Any) -> Any:
    if isinstance(value, Interval):
        return {"low": value.low, "high": value.high}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
