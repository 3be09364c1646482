"""Charts in Vega-Lite, put together step by step: every step returns a new chart and leaves the old one as it was.

Names follow Vega-Lite. Tests compare every chart with its schema.
"""

from collections.abc import Mapping
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

Options = dict[str, Any]
Axis = Data = Legend = Param = Scale = Sort = Title = Options
"""What Vega-Lite takes as an object."""

_TYPES = {"Q": "quantitative", "O": "ordinal", "N": "nominal"}
_UNTYPED = ("x2", "y2")
"""Channels that have the type of their first."""


def field(name: str, **options: Any) -> Options:
    """Return what a channel shows: a column and its type, such as kunits:Q for quantitative, and options."""
    column, _, kind = name.partition(":")
    return {"field": column, "type": _TYPES[kind], **options}


def _fields(value: Any) -> Any:
    if isinstance(value, list):
        return [_fields(one) for one in value]
    return field(value) if isinstance(value, str) else value


class Chart:
    """A chart, or several as one."""

    def __init__(self, data: Options | None = None, **properties: Any) -> None:
        """Begin with a table, or none where the chart becomes part of another that has it."""
        self._parts: Options = {**({} if data is None else {"data": data}), **properties}

    def to_dict(self) -> Options:
        """Return the chart as Vega-Lite writes it, without its schema."""
        return {**self._parts}

    def mark(self, kind: str, **options: Any) -> "Chart":
        """Show every row as a bar, a line and so on."""
        return self.properties(mark={"type": kind, **options})

    def encode(self, **channels: Any) -> "Chart":
        """Say which columns the channels show, several in a list; a text is a field without options."""
        fields: Options = {name: _fields(value) for name, value in channels.items()}
        for name in _UNTYPED:
            if name in fields:
                fields[name] = {key: value for key, value in fields[name].items() if key != "type"}
        return self.properties(encoding=fields)

    def calculate(self, **formulas: str) -> "Chart":
        """Add columns, each by its formula."""
        return self._transform(*({"calculate": formula, "as": name} for name, formula in formulas.items()))

    def filter(self, formula: str) -> "Chart":
        """Keep the rows for which a formula holds."""
        return self._transform({"filter": formula})

    def fold(self, columns: list[str], names: list[str]) -> "Chart":
        """Make a row of each of some columns, with its name and its value."""
        return self._transform({"fold": columns, "as": names})

    def _transform(self, *steps: Options) -> "Chart":
        return self.properties(transform=[*self._parts.get("transform", ()), *steps])

    def properties(self, **properties: Any) -> "Chart":
        """Set what is at the top of the chart: width, height, title and so on."""
        return _chart({**self._parts, **properties})

    def resolve(self, part: str, **channels: str) -> "Chart":
        """Say which channels share a scale or an axis, and which have their own."""
        return self.properties(resolve={**self._parts.get("resolve", {}), part: channels})

    def facet(self, by: Options, columns: int) -> "Chart":
        """Repeat the chart for every value of a column, side by side."""
        panel = dict(self._parts)
        return _chart({"data": panel.pop("data"), "facet": by, "spec": panel, "columns": columns})


def layer(*charts: Chart, **properties: Any) -> Chart:
    """Return charts on top of each other; width, height and title are those of the whole."""
    return _chart({"layer": [chart.to_dict() for chart in charts], **properties})


def beside(*charts: Chart, **properties: Any) -> Chart:
    """Return charts side by side."""
    return _chart({"hconcat": [chart.to_dict() for chart in charts], **properties})


def below(*charts: Chart, **properties: Any) -> Chart:
    """Return charts one below the other."""
    return _chart({"vconcat": [chart.to_dict() for chart in charts], **properties})


def _chart(parts: Mapping[str, Any]) -> Chart:
    return Chart(**parts)
