"""Coalitions of funds and blocs: values and shares by hand, and intervals of unfinished solves."""

import math
from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Fund, Kind, Node, Region, Site
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.coalitions import coalitions
from planner.study.coalitions.game import NOBODY, Game, subsets
from planner.study.errors import QuestionError
from planner.study.solves.session import StudyOptions
from tests.cases import pair, tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def funds(**usd_bn: float) -> dict[str, Fund]:
    return {name: Fund(name, (money, 0.0, 0.0, 0.0)) for name, money in usd_bn.items()}


def case(**changes: Any) -> Case:
    """A phase of 2 bn that serves all demand of 3 from period 1 on: 9 of the shortage of 12 are saved, 7 in all."""
    dear = {"N3": Node("N3", Kind.LOGIC, phase_kwspm=1.0, phase_capex_usd_bn=2.0)}
    return tiny(nodes=dear, **changes)


def rows(answer: Answer, name: str) -> dict[str, list[object]]:
    table = next(table for table in answer.tables if table.name == name)
    return {str(row[0]): [_number(cell) for cell in row[1:]] for row in table.rows}


def _number(cell: object) -> object:
    return pytest.approx((cell.low + cell.high) / 2, abs=1e-6) if isinstance(cell, Interval) else cell


def test_two_who_need_each_other_and_one_who_may_not_pay() -> None:
    """Either of two funds holds half of a phase, so each adds all of 7 when it joins last and nothing before: 3.5.

    Without one, the other's share of 3.5 shrinks to nothing. The third pays for memory only, which nobody needs.
    """
    money = funds(north=1.0, south=1.0, idle=5.0)
    money["idle"] = replace(money["idle"], kinds=frozenset({Kind.MEMORY}))
    found = coalitions(case(funds=money), EXACT)
    shares = rows(found, "shares")
    assert shares["north"] == [3.5, 0.0, 7.0, 3.5, 1.0, 0.0]
    assert shares["south"] == [3.5, 0.0, 7.0, 3.5, 1.0, 0.0]
    assert shares["idle"] == [0.0, 0.0, 0.0, 0.0, 0.0, 75.0]
    values = rows(found, "coalitions")
    assert {name: row[1] for name, row in values.items() if row[1] != 0.0} == {
        "north + south": 7.0,
        "north + south + idle": 7.0,
    }
    assert found.sentences[0] == "Together the 3 funds save 7.00 bn USD of cost against a plan without any of them."
    assert "idle is proven to add nothing to any of the others." in found.sentences


def test_who_can_do_it_alone_gains_nothing_from_the_others() -> None:
    """North pays a phase alone, the two others only together. North adds 7 unless both came before: in 4 of 6 orders.

    The others add 7 in one order each. Both together save 7 by themselves, their shares are 7/3: 14/3 more.
    """
    found = coalitions(case(funds=funds(north=2.0, south=1.0, east=1.0)), EXACT)
    shares = rows(found, "shares")
    assert [row[0] for row in shares.values()] == [14 / 3, 7 / 6, 7 / 6]
    assert shares["north"][3] == -14 / 3
    assert found.sentences[-1] == "south + east would save 4.67 bn USD more by themselves than these shares give them."


def test_named_players_stand_beside_all_others() -> None:
    """South's half is there in every coalition, so north alone makes the phase possible."""
    found = coalitions(case(funds=funds(north=1.0, south=1.0, east=1.0)), EXACT, players=["north", "east"])
    assert [row[0] for row in rows(found, "shares").values()] == [3.5, 3.5]
    assert [row[1] for row in rows(found, "shares").values()] == [7.0, 7.0]


def test_a_bloc_that_is_left_out_hosts_nothing_new() -> None:
    """Either bloc can host the phase, at 1 and 2 bn: the cheap one saves 8 alone, the dear one 7.

    Shares: the cheap one (8 + 8 - 7) / 2 = 4.5, the dear one (7 + 8 - 8) / 2 = 3.5.
    """
    found = coalitions(
        tiny(
            regions={"here": Region("here", bloc="near"), "there": Region("there", bloc="far")},
            sites={"A": Site("A", "here"), "B": Site("B", "there")},
            pairs={("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3", capex_factor=2.0)},
        ),
        EXACT,
        of="blocs",
    )
    assert {name: row[:2] for name, row in rows(found, "shares").items()} == {"near": [4.5, 8.0], "far": [3.5, 7.0]}


def test_a_funds_home_is_covered_with_and_without_it() -> None:
    """With both the phase serves the market in three of four periods, without north never."""
    money = funds(north=1.0, south=1.0)
    money["north"] = replace(money["north"], home_markets=frozenset({"world"}))
    answer = coalitions(case(funds=money), EXACT)
    assert rows(answer, "shares")["north"][-2:] == [75.0, 0.0]
    assert rows(answer, "shares")["south"][-2:] == [None, None]
    assert "north's home (world) is covered to 75.0 %; if north leaves, to 0.0 %." in answer.sentences


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(QuestionError, match="nobody not among the funds of the case: north, south"):
        coalitions(case(funds=funds(north=1.0, south=1.0)), EXACT, players=["nobody"])
    with pytest.raises(QuestionError, match="at least two are needed"):
        coalitions(tiny(), EXACT)
    with pytest.raises(QuestionError, match="9 funds make 512 coalitions"):
        coalitions(case(funds=funds(**{f"f{at}": 1.0 for at in range(9)})), EXACT)


def test_shares_lie_in_their_intervals_and_sum_to_the_whole() -> None:
    """Costs known to within 1: true shares of any costs inside lie in the intervals."""
    names = ("a", "b", "c")
    true = {group: 20.0 - len(group) ** 2 for group in subsets(names)}
    exact = Game(names, {group: Interval(cost, cost) for group, cost in true.items()})
    loose = Game(names, {group: Interval(cost - 0.7, cost + 0.3) for group, cost in true.items()})
    assert math.fsum(exact.share(name).low for name in names) == pytest.approx(exact.value(exact.all).low)
    for name in names:
        for of in (Game.share, Game.added, Game.others_lose):
            truth, interval = of(exact, name), of(loose, name)
            assert truth.low == pytest.approx(truth.high)
            assert interval.low - 1e-9 <= truth.low <= interval.high + 1e-9
    assert exact.value(NOBODY).is_zero
    assert not list(exact.better_alone())


def test_without_a_plan_for_everybody_no_share_is_made_up() -> None:
    names = ("a", "b")
    some = {group: Interval(1.0, math.inf if len(group) == 1 else 2.0) for group in subsets(names)}
    assert not Game(names, some).is_complete
