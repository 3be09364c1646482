"""The blocks that plans are compared by: the phases of each region, node and site, and the shells of each site."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.case.records import Case
from planner.shape.shape import Shape
from planner.study.aims.aim import Group

KINDS = ("region", "node", "site")
SHELLS = "shells"


@dataclass(frozen=True, slots=True)
class Block:
    """A region, node or site in which phases may start, and these phases until the end; or a site and its shells."""

    kind: str
    name: str
    group: Group

    @property
    def counts(self) -> str:
        """What of it is counted, as a noun."""
        return "shell" if self.kind == SHELLS else "phase"


def blocks_of(case: Case) -> tuple[Block, ...]:
    """Return every block with phases that may start, region by region first, then those with shells."""
    pairs = sorted({(track.site, track.node) for track in Shape(case).tracks})
    names = {"region": case.regions, "node": case.nodes, "site": case.sites}
    phases = tuple(
        Block(kind, name, Group(chosen, case.calendar.last))
        for kind in KINDS
        for name in names[kind]
        if (chosen := tuple(pair for pair in pairs if _place(case, kind, *pair) == name))
    )
    shells = (
        Block(SHELLS, f"shells at {track.site}", Group(((track.site, track.node),), case.calendar.last))
        for track in Shape(case).shells
    )
    return (*phases, *shells)


def _place(case: Case, kind: str, site: str, node: str) -> str:
    return {"region": case.sites[site].region, "node": node, "site": site}[kind]


def phase_limits(case: Case, groups: tuple[Group, ...]) -> Mapping[Group, int]:
    """Return how many phases or shells of each group could ever stand: what its pairs may have at most."""
    tracks = Shape(case).paid_tracks
    return {
        group: sum(track.max_phases for track in tracks if (track.site, track.node) in group.pairs) for group in groups
    }
