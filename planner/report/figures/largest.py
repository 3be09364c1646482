"""The largest of many series, and the rest as one, to fit a chart or a table on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.charts.palette import series_colors

MAX_SERIES = 8
"""Number of series that can be distinguished in one chart."""

Series = Sequence[float]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Series by name, the largest first; `others` says that the last one sums up the rest."""

    series: Mapping[str, tuple[float, ...]]
    others: bool

    @property
    def names(self) -> list[str]:
        """The names in order."""
        return list(self.series)

    @property
    def colors(self) -> list[str]:
        """A colour for each name."""
        return series_colors(self.names, self.others)


def largest(series: Mapping[str, Series], noun: str, max_series: int = MAX_SERIES) -> Ranked:
    """Return the series with the largest sums, those without any left out; the rest count as `3 other products`."""
    ranked = sorted((name for name in series if sum(series[name]) > 0), key=lambda name: -sum(series[name]))
    if len(ranked) <= max_series:
        return Ranked({name: tuple(series[name]) for name in ranked}, others=False)
    first, rest = ranked[: max_series - 1], ranked[max_series - 1 :]
    summed = tuple(sum(values) for values in zip(*(series[name] for name in rest), strict=True))
    return Ranked({**{name: tuple(series[name]) for name in first}, f"{len(rest)} other {noun}": summed}, others=True)
