"""Sense of owners: who builds a node holds it, and a limit on an owner counts what is known of it."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.problem import Problem
from planner.case.records import Limit, Measure, Owner, Pair

_OF_PAIRS = (Measure.CAPEX_SHARE, Measure.ONLINE_PHASES, Measure.PHASES_STARTED)
"""What is known of each pair, and so of its owner."""


def owner_problems(draft: Draft) -> Iterator[Problem]:
    """Return pairs whose owner does not hold the node, and limits on the output of an owner."""
    owners = {owner.name: owner for owner in draft.records(Owner, "name", "nodes")}
    for pair in draft.entries(Pair, "node", "owner"):
        owner = owners.get(pair.record.owner)
        if owner is not None and owner.nodes and pair.record.node not in owner.nodes:
            value, expected = f"{owner.name} for {pair.record.node}", f"an owner of {pair.record.node}"
            fix = f"name an owner that holds {pair.record.node}, or add it to the nodes of {owner.name}"
            yield pair.problem(codes.OWNER_WITHOUT_NODE, "owner", found=value, expected=expected, fix=fix)
    for limit in draft.entries(Limit, "measure", "owner"):
        if limit.record.owner and limit.record.measure not in _OF_PAIRS:
            fix = f"limit the phases online or the share of capex of {limit.record.owner}, or name a region or site"
            yield limit.problem(codes.OWNER_OUTPUT_UNKNOWN, "owner", found=limit.record.owner, fix=fix)


def idle_owners(draft: Draft) -> Iterator[Problem]:
    """Return owners that build nothing."""
    building = {pair.owner for pair in draft.records(Pair, "owner")}
    for owner in draft.entries(Owner, "name"):
        if owner.record.name not in building and draft.is_whole(Pair, "owner"):
            expected = f"{draft.words.one_of(Pair)} that names it"
            yield owner.problem(codes.LEFT_OVER, "name", found=owner.record.name, expected=expected)
