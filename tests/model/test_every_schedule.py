"""Tiny cases of random shape, with random parts of all rules, against every schedule there is.

`python -m tests.model.brute 200` compares so many by hand.
"""

from dataclasses import replace

import pytest

from planner.case.records import Case, Kind, Shell
from tests.cases import tiny
from tests.model.brute.compare import compared
from tests.model.brute.draw import RULES, Rule, draw, drawn_rules
from tests.model.brute.draw_goods import classes, limits, stock, tiers
from tests.model.brute.optimum import optimum
from tests.model.solving import near

SEEDS = (3010, 3014, 3027, 3058)
"""Of many that were tried: together they use every rule."""


@pytest.mark.parametrize(
    ("seed", "rules"),
    [*((seed, drawn_rules(seed)) for seed in SEEDS), (7, (stock, classes, tiers, limits)), (8, (classes, tiers))],
)
def test_no_schedule_is_better_than_the_optimum(seed: int, rules: tuple[Rule, ...]) -> None:
    result = compared(draw(seed, rules))
    assert result.schedules > 1
    assert not result.findings


def test_every_rule_is_drawn() -> None:
    assert {rule for seed in SEEDS for rule in drawn_rules(seed)} == set(RULES)


def test_nodes_of_every_kind_are_drawn() -> None:
    cases = [draw(seed, ()) for seed in range(30)]
    assert {node.kind for case in cases for node in case.nodes.values()} == set(Kind)
    assert {len(part.sources) for case in cases for one in case.products.values() for part in one.parts} == {1, 2}
    assert {len(one.parts) for case in cases for one in case.products.values()} == {1, 2}


@pytest.mark.parametrize(
    ("case", "usd_bn"),
    [
        # A phase in quarter 0 and 3 of 12 missed; in a shell it starts a quarter later.
        (tiny(), 1 + 3),
        (replace(tiny(), shells={"A": Shell("A", 2.0, 1, (1.0,), 2.0, max_shells=1)}), 2 + 1 + 6),
    ],
)
def test_the_program_of_schedules_knows_an_optimum_by_hand(case: Case, usd_bn: float) -> None:
    few = {key: replace(pair, max_phases=2) for key, pair in case.pairs.items()}
    assert optimum(replace(case, pairs=few)).usd_bn == near(usd_bn)
