"""Sense of limits on a site's output: wafers and packages are known by region, so it must be the only one there."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.words import some
from planner.case.checks.problem import Problem
from planner.case.records import Committed, Conversion, Limit, Measure, Node, Pair, Region, Site


def site_output_problems(draft: Draft) -> Iterator[Problem]:
    """Return limits on the output of one of several sites that a region cannot distinguish."""
    if not (
        draft.is_whole(Pair, "site", "node")
        and draft.is_whole(Site, "name", "region")
        and draft.is_whole(Node, "name", "kind")
        and draft.is_whole(Region, "bloc")
    ):
        return
    home = {site.name: site.region for site in draft.records(Site)}
    kinds = {node.name: node.kind for node in draft.records(Node)}
    places = {(pair.site, pair.node) for pair in draft.records(Pair, "site", "node")}
    places |= {(held.site, held.node) for held in draft.records(Committed, "site", "node")}
    places |= {(lump.site, lump.to_node) for lump in draft.records(Conversion, "site", "to_node")}
    for entry in draft.entries(Limit):
        limit = entry.record
        if limit.measure is not Measure.OUTPUT_SHARE or limit.site not in home:
            continue
        region = home[limit.site]
        others = {
            site
            for site, node in places
            if site != limit.site and home.get(site) == region
            if node in kinds and limit.node in ("", node) and limit.kind in (None, kinds[node])
        }
        if others:
            fix = f"put {limit.site} in a region of its own, or limit the region {region}"
            value = f"{limit.site}, with {some(sorted(others), ', ')} in {region}"
            yield entry.problem(codes.SITE_OUTPUT_UNKNOWN, "site", found=value, fix=fix)
