"""Places: a node at a site, with all the names by which other records may refer to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.checks.draft.entries import Draft
from planner.case.records import Committed, Conversion, Fund, Kind, Limit, Node, Pair, Region, Site, UnderWay


@dataclass(frozen=True, slots=True)
class Place:
    """A node at a site."""

    region: str
    bloc: str
    site: str
    node: str
    kind: Kind
    owner: str = ""


def places(draft: Draft, *kinds: type[Pair] | type[Committed] | type[Conversion] | type[UnderWay]) -> Iterator[Place]:
    """Yield the places that the records of these kinds name."""
    home = {site.name: site.region for site in draft.records(Site)}
    bloc = {region.name: region.bloc for region in draft.records(Region)}
    kind_of = {node.name: node.kind for node in draft.records(Node)}
    owners = {(pair.site, pair.node): pair.owner for pair in draft.records(Pair)}
    for kind in kinds:
        for record in draft.records(kind):
            node = record.to_node if isinstance(record, Conversion) else record.node
            if record.site in home and node in kind_of:
                region = home[record.site]
                owner = owners.get((record.site, node), "")
                yield Place(region, bloc.get(region, ""), record.site, node, kind_of[node], owner)


def may_pay(fund: Fund, place: Place) -> bool:
    """Say whether the strings of a fund let it pay at a place."""
    return (
        (not fund.regions or place.region in fund.regions)
        and (not fund.blocs or place.bloc in fund.blocs)
        and (not fund.nodes or place.node in fund.nodes)
        and (not fund.kinds or place.kind in fund.kinds)
        and (not fund.owners or place.owner in fund.owners)
    )


def is_about(limit: Limit, place: Place) -> bool:
    """Say whether a limit counts what is at a place."""
    return (
        limit.region in ("", place.region)
        and limit.bloc in ("", place.bloc)
        and limit.site in ("", place.site)
        and limit.node in ("", place.node)
        and limit.kind in (None, place.kind)
        and limit.owner in ("", place.owner)
    )
