"""Neighbourhoods: which construction decisions to free around an incumbent."""

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.solve.matrix import Floats, Matrix

BUILDING = ("first", "more")
OPENING = "opened"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The construction columns with the site, node and period of each; opening a site has the node -1."""

    columns: npt.NDArray[np.int64]
    site: npt.NDArray[np.int64]
    node: npt.NDArray[np.int64]
    period: npt.NDArray[np.int64]

    @classmethod
    def of(cls, matrix: Matrix) -> "Decisions":
        """Read the decisions off the columns' names."""
        sites: dict[str, int] = {}
        nodes: dict[str, int] = {}
        rows = []
        for column, (name, index) in enumerate(matrix.columns):
            if name in BUILDING:
                s, n, t = index
                rows.append((column, sites.setdefault(s, len(sites)), nodes.setdefault(n, len(nodes)), t))
            elif name == OPENING:
                s, t = index
                rows.append((column, sites.setdefault(s, len(sites)), -1, t))
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return cls(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def choose(decisions: Decisions, x: Floats, share: float, rng: random.Random) -> Mask:
    """Return which decisions to free: about the share asked, by sites, by nodes, by a window of time, or a mix."""
    pick = rng.choice((_by_site, _by_node, _by_window, _by_site_from, _by_node_window))
    free = pick(decisions, share, rng)
    # A site that opens with a freed phase must be free to open.
    return free | ((decisions.node < 0) & np.isin(decisions.site, np.unique(decisions.site[free])))


def _some(values: npt.NDArray[np.int64], share: float, rng: random.Random) -> npt.NDArray[np.int64]:
    known = sorted(set(values[values >= 0].tolist()))
    wanted = max(1, round(share * len(known)))
    return np.array(rng.sample(known, min(wanted, len(known))), dtype=np.int64)


def _window(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    last = int(decisions.period.max())
    width = max(2, round(share * (last + 1)))
    begin = rng.randint(-width // 2, max(0, last - width // 2))
    mask: Mask = (decisions.period >= begin) & (decisions.period < begin + width)
    return mask


def _by_site(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    return np.isin(decisions.site, _some(decisions.site, share, rng))


def _by_node(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    return np.isin(decisions.node, _some(decisions.node, share, rng))


def _by_window(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    return _window(decisions, share, rng)


def _by_site_from(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    """More sites than `_by_site`, from a random period on."""
    begin = rng.randint(0, int(decisions.period.max()))
    sites = _some(decisions.site, min(1.0, 2 * share), rng)
    mask: Mask = np.isin(decisions.site, sites) & (decisions.period >= begin)
    return mask


def _by_node_window(decisions: Decisions, share: float, rng: random.Random) -> Mask:
    """More nodes and a wider window than either alone."""
    wider = min(1.0, 2 * share)
    mask: Mask = np.isin(decisions.node, _some(decisions.node, wider, rng)) & _window(decisions, wider, rng)
    return mask
