"""Neighbourhoods: which construction decisions to free around an incumbent, and how far."""

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.solver.program.decisions import WHOLE, Decisions
from planner.solver.program.matrix import Floats, Indices

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """How far each decision may move: its lowest and highest count."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Around:
    """The centre of a neighbourhood: the counts of the incumbent, and of an LP solution with better plans nearby."""

    incumbent: Floats
    reference: Floats


def rounded(decisions: Decisions, reference: Floats, periods: int) -> Box:
    """Round an LP solution down and up, each decision up to so many periods later or earlier."""
    return Box(
        np.floor(decisions.shifted(reference, -periods) + WHOLE), np.ceil(decisions.shifted(reference, periods) - WHOLE)
    )


class Dice(random.Random):
    """Chance, by which all members of a set come before one comes again."""

    def __init__(self, seed: int) -> None:
        """Begin from a seed."""
        super().__init__(seed)
        self._left: dict[str, list[int]] = {}

    def some(self, of: str, values: Indices, share: float) -> Indices:
        """Return a share of all values that are not negative, one at least; `of` names who draws."""
        known = sorted(set(values[values >= 0].tolist()))
        wanted = min(len(known), max(1, round(share * len(known))))
        left = self._left.get(of, [])
        if len(left) < wanted:
            left = left + [one for one in self.sample(known, len(known)) if one not in left]
        self._left[of] = left[wanted:]
        return np.array(left[:wanted], dtype=np.int64)


def choose(decisions: Decisions, around: Around, kind: str, share: float, dice: Dice) -> Box:
    """Return a neighbourhood of a kind that frees about the share asked and holds the rest at the incumbent."""
    box, free = KINDS[kind](decisions, around, share, dice)
    return _with_the_rest_held(decisions, around, box, free)


def of_nodes(decisions: Decisions, around: Around, nodes: tuple[int, ...]) -> Box:
    """Return the neighbourhood that frees all phases of some nodes."""
    return _with_the_rest_held(decisions, around, _open_box(decisions), np.isin(decisions.node, nodes))


def of_window(decisions: Decisions, around: Around, begin: int, periods: int) -> Box:
    """Return the neighbourhood that frees everything in so many periods."""
    free: Mask = (decisions.period >= begin) & (decisions.period < begin + periods)
    return _with_the_rest_held(decisions, around, _open_box(decisions), free)


def shifted(decisions: Decisions, around: Around, periods: int) -> Box:
    """Return the neighbourhood in which every start moves by so many periods at most."""
    counts = around.incumbent
    return Box(decisions.shifted(counts, -periods), decisions.shifted(counts, periods))


def _with_the_rest_held(decisions: Decisions, around: Around, box: Box, free: Mask) -> Box:
    # A site with a freed phase must be free to open and to build shells for it.
    free = free | ((decisions.node < 0) & np.isin(decisions.site, np.unique(decisions.site[free])))
    held = np.where(free, -np.inf, around.incumbent), np.where(free, np.inf, around.incumbent)
    return Box(np.maximum(box.lower, held[0]), np.minimum(box.upper, held[1]))


def _open_box(decisions: Decisions) -> Box:
    return Box(np.full(decisions.columns.size, -np.inf), np.full(decisions.columns.size, np.inf))


def _window(decisions: Decisions, share: float, dice: Dice) -> Mask:
    last = int(decisions.period.max())
    width = max(2, round(share * (last + 1)))
    begin = dice.randint(-width // 2, max(0, last - width // 2))
    mask: Mask = (decisions.period >= begin) & (decisions.period < begin + width)
    return mask


def _by_site(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    return _open_box(decisions), np.isin(decisions.site, dice.some("by_site", decisions.site, share))


def _by_node(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    return _open_box(decisions), np.isin(decisions.node, dice.some("by_node", decisions.node, share))


def _by_window(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    return _open_box(decisions), _window(decisions, share, dice)


def _by_site_from(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    """Free more sites than `_by_site`, from a random period on."""
    begin = dice.randint(0, int(decisions.period.max()))
    sites = dice.some("by_site_from", decisions.site, min(1.0, 2 * share))
    return _open_box(decisions), np.isin(decisions.site, sites) & (decisions.period >= begin)


def _by_node_window(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    """Free more nodes and a wider window than either alone."""
    wider = min(1.0, 2 * share)
    nodes = np.isin(decisions.node, dice.some("by_node_window", decisions.node, wider))
    return _open_box(decisions), nodes & _window(decisions, wider, dice)


def _by_shift(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    """Let the starts of some nodes move by a few periods."""
    periods = dice.randint(1, 3)
    return shifted(decisions, around, periods), np.isin(
        decisions.node, dice.some("by_shift", decisions.node, min(1.0, 2 * share))
    )


def _towards_reference(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    """Let some sites move between the incumbent and the rounded reference point."""
    reference = rounded(decisions, around.reference, dice.randint(0, 2))
    box = Box(np.minimum(around.incumbent, reference.lower), np.maximum(around.incumbent, reference.upper))
    return box, np.isin(decisions.site, dice.some("towards_reference", decisions.site, min(1.0, 2 * share)))


def _siting(decisions: Decisions, around: Around, share: float, dice: Dice) -> tuple[Box, Mask]:
    """Let phases of some nodes stand elsewhere, as many online at any time; see `COUNTERS_HELD`."""
    return _open_box(decisions), np.isin(decisions.node, dice.some("siting", decisions.node, min(1.0, 2 * share)))


KINDS = {
    "sites": _by_site,
    "nodes": _by_node,
    "window": _by_window,
    "sites from a period": _by_site_from,
    "nodes in a window": _by_node_window,
    "shift": _by_shift,
    "reference": _towards_reference,
    "siting": _siting,
}
COUNTERS_HELD = ("siting",)
"""Kinds in which the counters stay at the incumbent's."""
