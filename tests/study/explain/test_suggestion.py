"""How a change grows until it pays, and shrinks again: with a stand-in for solves that says what is enough."""

from typing import Any, cast

from planner.study.explain.levers.lever import Amounts, Kind, Lever
from planner.study.explain.suggestion import verified
from planner.study.solves.session import Session
from planner.study.variant import Variant
from planner.workbook.edit.edits import CellEdit


def lever(name: str, *, is_whole: bool = False) -> Lever:
    return Lever(
        Kind.MONEY, name, "fund", 100.0, 1.0, lambda amount: (CellEdit("budget", (name,), name, 0, amount),), is_whole
    )


class Solving:
    """Stands for a case and for a session at once: a solve returns the amounts that it was asked for."""

    def __init__(self) -> None:
        self.solves = 0

    def with_edits(self, name: str, edits: tuple[CellEdit, ...]) -> dict[str, float]:
        return {edit.field: cast(float, edit.new) for edit in edits}

    def solve(self, variants: list[dict[str, float]], start: object) -> list[dict[str, float]]:
        self.solves += len(variants)
        return variants


def grown(amounts: Amounts, enough: dict[str, float]) -> dict[str, float] | None:
    """The amounts to which a change grows when so much is enough."""
    solving = Solving()

    def reached(_: Any, solved: Any) -> bool:
        return all(solved[name] >= amount for name, amount in enough.items())

    found = list(verified(cast(Session, solving), cast(Variant, solving), [amounts], None, reached))
    return {one.name: amount for one, amount in found[0].amounts.items()} if found else None


def test_what_is_enough_stays_as_it_is() -> None:
    money = lever("money")
    assert grown({money: 2.0}, {"money": 2.0}) == {"money": 2.0}


def test_it_grows_to_little_more_than_enough() -> None:
    """Enough is between 4 times (8) and 8 times (16) the least amount; what is reported is at most 4 % above it."""
    money = lever("money")
    amounts = grown({money: 2.0}, {"money": 11.0})
    assert amounts is not None
    assert 11.0 <= amounts["money"] <= 11.0 * 1.05


def test_whole_numbers_grow_one_by_one() -> None:
    tools = lever("tools", is_whole=True)
    assert grown({tools: 2.0}, {"tools": 5.0}) == {"tools": 5.0}


def test_of_several_only_those_grow_that_have_to() -> None:
    money, more = lever("money"), lever("more")
    amounts = grown({money: 2.0, more: 10.0}, {"money": 2.9, "more": 10.0})
    assert amounts is not None
    assert 2.9 <= amounts["money"] <= 2.9 * 1.05
    assert amounts["more"] == 10.0


def test_what_no_amount_reaches_is_left_out() -> None:
    money = lever("money")
    assert grown({money: 2.0}, {"money": 1000.0}) is None
