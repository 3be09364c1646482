"""D. Coalitions and returns: what each fund and each host country adds, what the others lose without it, who earns."""

import math
from collections.abc import Mapping
from typing import Any

from examples.seven_trillion import variants
from examples.seven_trillion.ceiling import AS_IT_STANDS, REFERENCE
from examples.seven_trillion.runs.solving import Solves
from planner.report.figures.value.returns import value
from planner.report.words.returns import payback_words
from planner.study.answers.interval import Interval
from planner.study.coalitions.game import Coalition, Game, subsets
from planner.study.coalitions.players import Kind, without
from planner.study.variant import Variant

FUNDS = ("Hyperscaler consortium", "Gulf sovereign funds", "Allied programmes")
"""The funds that can build in the same places; the others have a home of their own, and belong to every coalition."""
APART = "host countries"


def of_funds(solves: Solves) -> Mapping[str, Any]:
    """Return the game of the funds."""
    return _game(solves, solves.variants[REFERENCE], FUNDS, REFERENCE)


def of_places(solves: Solves) -> Mapping[str, Any]:
    """Return what is lost without each host country; without limits on places, so that one can be left out."""
    whole = variants.apart(solves.variants[REFERENCE])
    if APART not in solves.solved:
        solves.run({APART: whole}, REFERENCE)
    names = {place: nothing_new(place) for place in variants.PLACES}
    for place, name in names.items():
        solves.relates(APART, name)
        if name not in solves.solved:
            solves.run({name: place_left_out(whole, place, name)}, APART)
    return {"everybody": APART, "players": {place: {"without": name} for place, name in names.items()}}


def nothing_new(place: str) -> str:
    """Return the name of the solve without a host country."""
    return f"nothing new in {place}"


def place_left_out(whole: Variant, place: str, name: str) -> Variant:
    """Return the variant in which nothing new is built in a host country."""
    return without(whole, Kind.BLOCS, [place], name)


def named(group: Coalition, players: tuple[str, ...], everybody: str) -> str:
    """Return the name of the solve of a coalition."""
    if len(group) == len(players):
        return everybody
    return f"only {' + '.join(player for player in players if player in group)}" if group else f"nobody of {everybody}"


def _game(solves: Solves, whole: Variant, players: tuple[str, ...], everybody: str) -> Mapping[str, Any]:
    names = {group: named(group, players, everybody) for group in subsets(players)}
    for group, name in names.items():
        for more, other in names.items():
            if group < more:
                solves.relates(other, name)
    if everybody not in solves.solved:
        solves.run({everybody: whole}, REFERENCE)
    for group in sorted(names, key=lambda one: min(len(one), len(players) - len(one))):
        if names[group] not in solves.solved:
            solves.run({names[group]: coalition(whole, players, group, names[group])}, everybody)
    return figures_of(players, everybody, {name: solves.interval(name) for name in names.values()})


def coalition(whole: Variant, players: tuple[str, ...], group: Coalition, name: str) -> Variant:
    """Return the variant in which only some of the players pay."""
    return without(whole, Kind.FUNDS, [player for player in players if player not in group], name)


def figures_of(players: tuple[str, ...], everybody: str, costs: Mapping[str, Interval]) -> Mapping[str, Any]:
    """Return shares, what each player saves alone, and what the others lose, from the cost of each solve."""
    names = {group: named(group, players, everybody) for group in subsets(players)}
    game = Game(players, {group: costs[name] for group, name in names.items()})
    is_known = all(math.isfinite(cost.width) for cost in game.costs.values())
    return {
        "solves": {" + ".join(sorted(group)): name for group, name in names.items()},
        "everybody": everybody,
        "together": _ends(game.value(game.all)) if is_known else [],
        "players": {
            player: {
                "share": _ends(game.share(player)),
                "alone": _ends(game.alone(player)),
                "others": _ends(game.others_lose(player)),
                "without": names[game.all - {player}],
            }
            for player in players
        }
        if is_known
        else {},
    }


def _ends(interval: Interval) -> list[float]:
    return [round(interval.low, 3), round(interval.high, 3)]


def returns(solves: Solves) -> Mapping[str, Any]:
    """Return what funds and owners earn in the plan of the case as it stands, at its transfer prices."""
    best = solves.best(AS_IT_STANDS)
    assert best is not None, "the case has a plan"
    worth = value(best.case, best.solved.plan)
    assert worth is not None, "the world case has transfer prices"
    rows = [
        {
            "kind": kind,
            "name": one.name,
            "invested_usd_bn": round(one.invested_usd_bn, 1),
            "npv_usd_bn": round(one.npv_usd_bn, 1),
            "rate_pct": round(100 * one.rate, 1),
            "irr_pct": round(100 * one.rates[0], 1) if len(one.rates) == 1 else None,
            "payback": payback_words(best.case, one, one.payback),
            "lacking": sorted(one.lacking),
        }
        for kind, group in worth.by_kind.items()
        for one in group
        if kind in ("Fund", "Owner", "All")
    ]
    return {"of": best.of, "rows": rows}
