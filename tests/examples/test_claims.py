"""The bar of the study: each number of its page is known to a tenth of the difference that its sentence claims."""

import math
import re
from dataclasses import replace

import pytest

from examples.seven_trillion.claims import Said, above, is_narrow
from examples.seven_trillion.page import HERE, page
from examples.seven_trillion.pictures import charts
from examples.seven_trillion.runs.catalogue import catalogue
from examples.seven_trillion.runs.proofs import PLANS_STAY, digest, lent, merged
from examples.seven_trillion.runs.results import Results, Run, read_results
from examples.seven_trillion.starts import CARRIED_OUT
from planner.study.answers.interval import Interval
from planner.study.variant import as_it_stands
from tests.inputs.measures import case_of

TENTH = 0.1
NUMBER = r"-?\d[\d,]*(?:\.\d+)?"


@pytest.fixture(scope="module")
def committed() -> Results:
    return read_results(HERE)


def widened(results: Results, usd_bn: float) -> Results:
    """The results with bounds lower and plans' costs higher, and nothing known of which variant relaxes which."""
    runs = {name: replace(run, low=run.low - usd_bn, high=run.high + usd_bn) for name, run in results.runs.items()}
    return replace(results, runs=runs, relaxed=frozenset())


def test_each_number_of_the_page_is_known_to_a_tenth_of_the_difference_that_it_claims(committed: Results) -> None:
    said = Said()
    page(committed, "page.md", said)
    numbers = [claim for claim in said if not claim.order]
    assert len(numbers) >= 10
    for claim in said:
        low, high = claim.difference.low, claim.difference.high
        if claim.order:
            assert low > 0, claim
            assert not re.search(rf"(?<!to have ){NUMBER} bn USD(?! a year)", claim.words), "an order has no number"
        else:
            assert 0 < low <= high, claim
            assert high - low <= TENTH * low, claim


def test_a_range_that_is_printed_is_itself_no_wider_than_a_tenth(committed: Results) -> None:
    said = Said()
    text = page(committed, "page.md", said).replace("\n", " ")
    printed = [claim.words for claim in said if " to " in claim.words and not claim.order]
    assert len(printed) >= 5
    for words in printed:
        low, high = (float(one.replace(",", "")) for one in re.findall(NUMBER, words))
        assert high - low <= TENTH * low + 1e-9, words
        assert words in text


@pytest.mark.parametrize("name", ["ladder.png", "calendar.png", "gains.png"])
def test_a_picture_prints_no_wider_range_than_the_page(committed: Results, name: str) -> None:
    ranges = re.findall(rf"({NUMBER}) to ({NUMBER})(?: bn)?'", str(charts.CHARTS[name](committed)["datasets"]))
    assert ranges
    assert all(_is_narrow_as_printed(low, high) for low, high in ranges), "but for rounding outwards"


def _is_narrow_as_printed(*ends: str) -> bool:
    """Say whether a printed range is no wider than a tenth, but for a unit of the last decimal at each end."""
    low, high = (float(end.replace(",", "")) for end in ends)
    unit = max(10.0 ** -len(end.partition(".")[2]) for end in ends)
    return high - low <= TENTH * low + 2 * unit + 1e-9


@pytest.mark.parametrize(
    ("low", "high", "is_narrow_enough"),
    [
        ("608", "670", True),
        ("5.00", "5.52", True),
        ("5.00", "5.53", False),
        ("5.0", "6.0", False),
        ("1,000", "1,103", False),
    ],
)
def test_only_rounding_makes_a_printed_range_wider(low: str, high: str, is_narrow_enough: bool) -> None:
    assert _is_narrow_as_printed(low, high) == is_narrow_enough


def test_no_solved_number_reaches_the_page_beside_its_claims(committed: Results) -> None:
    """With bounds that prove next to nothing the page is the same however little they prove, and claims nothing."""
    said = Said()
    pages = [page(widened(committed, usd_bn), "page.md", said) for usd_bn in (5_000.0, 7_654.3)]
    assert pages[0] == pages[1]
    assert said == []


@pytest.mark.parametrize("usd_bn", [1.0, 10.0, 100.0])
def test_less_well_known_results_never_say_more(committed: Results, usd_bn: float) -> None:
    good, bad = Said(), Said()
    page(committed, "page.md", good)
    page(widened(committed, usd_bn), "page.md", bad)
    assert sum(not claim.order for claim in bad) <= sum(not claim.order for claim in good)
    assert all(claim.holds for claim in bad)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (100, 109, "100.0 to 109.0 bn USD"),
        (608.2, 612.7, "608 to 613 bn USD"),
        (5.4, 5.5, "5.40 to 5.50 bn USD"),
        (100, 120, ""),
        (5.05, 5.553, ""),  # 5.05 to 5.56 as printed
        (0, 12, ""),
        (-1, 1, ""),
        (5, math.inf, ""),
    ],
)
def test_a_number_is_said_only_of_a_narrow_interval(low: float, high: float, words: str) -> None:
    said = Said()
    assert said.value(Interval(low, high)) == words
    assert len(said) == bool(words)


def test_a_share_claims_how_far_below_the_whole_something_lies() -> None:
    said = Said()
    assert said.share(Interval(0, 5), Interval(100, 104)) == "less than 6 %"  # 5 of 100, rounded up
    assert said[0].difference == Interval(95, 104)
    assert said.share(Interval(0, 8), Interval(100, 104)) == "", "92 to 104 is wider than a tenth of 92"
    assert said.share(Interval(0, 5), Interval(-1, 104)) == ""
    assert said.share(Interval(0, math.inf), Interval(100, 104)) == ""


def test_an_order_is_said_only_where_it_is_proven() -> None:
    said = Said()
    assert said.more(above(Interval(5, 9), Interval(1, 4)), "more") == "more"
    assert said.more(above(Interval(5, 9), Interval(1, 5)), "more") == ""
    assert [claim.words for claim in said] == ["more"]
    assert not is_narrow(said[0].difference), "so it has no number"


def test_the_results_are_of_the_world_case_as_it_stands(committed: Results) -> None:
    assert committed.about["case"] == digest(case_of("world.xlsx"))


def test_every_solve_but_fixed_plans_can_be_made_again(committed: Results) -> None:
    entries = catalogue(as_it_stands(HERE.parent.parent / "inputs" / "world.xlsx"), committed)
    assert set(committed.runs) - set(entries) == {name for name in committed.runs if name.startswith(CARRIED_OUT)}
    waited = entries["waited: low demand"]().case
    assert [scenario.name for scenario in waited.scenarios] == ["low"]
    assert any(lock.max_phases == 0 for lock in waited.locks)


def run(name: str, low: float, high: float, plan_of: str = "", gw: float = 0.0) -> Run:
    return Run(name, low, high, "feasible", 1.0, plan_of or name, {"gw": {"2026": gw}})


def some(*runs: Run) -> Results:
    return Results({}, {one.name: one for one in runs}, frozenset({("loose", "tight")}), {})


def test_a_later_solve_keeps_the_better_of_both_proofs_and_its_relations() -> None:
    before = some(run("loose", 5, 9, gw=1), run("tight", 6, 12, gw=2))
    after = merged(before, run("loose", 7, 8, gw=3)).runs
    assert after["loose"] == replace(run("loose", 7, 8, gw=3), seconds=2.0)
    twice = merged(merged(before, run("loose", 7, 8, gw=3)), run("loose", 7, 8, gw=3))
    assert twice.runs == after, "the same solve, from the store, counts once"
    assert after["tight"].interval == Interval(7, 12), "its bound holds for what is tighter"
    after = merged(before, run("tight", 5, 8, gw=4)).runs
    assert after["tight"].interval == Interval(6, 8)
    assert after["loose"].interval == Interval(5, 8)
    assert (after["loose"].plan_of, after["loose"].figures) == ("tight", {"gw": {"2026": 4}})


def test_who_borrowed_a_plan_that_is_replaced_keeps_its_figures() -> None:
    before = some(
        run("own", 5, 9, gw=1), run("other", 5, 9, plan_of="own", gw=1), run("loose", 0, 9), run("tight", 0, 9)
    )
    after = merged(before, run("own", 5, 8, gw=2)).runs
    assert after["other"] == run("other", 5, 9, gw=1)
    assert after["own"].figures == {"gw": {"2026": 2}}


def test_a_plan_is_lent_to_a_tighter_variant_whose_rules_it_keeps() -> None:
    before = some(run("loose", 5, 8, gw=1), run("tight", 6, 9, gw=2), run("other", 6, 9, plan_of="tight", gw=2))
    after = lent(before, before.runs["loose"], "tight").runs
    assert after["tight"] == run("tight", 6, 8, plan_of="loose", gw=1)
    assert after["other"] == run("other", 6, 9, gw=2), "it keeps the plan that it had"
    assert lent(before, before.runs["tight"], "loose") == before, "a plan that costs more changes nothing"


def test_a_plan_that_others_rest_on_stays() -> None:
    name = PLANS_STAY[0]
    before = some(run(name, 5, 9, gw=1), run("loose", 0, 9), run("tight", 0, 9))
    after = merged(before, run(name, 7, 8, gw=2)).runs[name]
    assert (after.interval, after.figures) == (Interval(7, 9), {"gw": {"2026": 1}})


def test_proofs_that_contradict_each_other_are_refused() -> None:
    before = some(run("loose", 5, 20), run("tight", 6, 12))
    with pytest.raises(ValueError, match=r"loose: a plan that costs 4\.0000 lies below a bound of 5\.0000"):
        merged(before, run("loose", 1, 4))
    with pytest.raises(ValueError, match=r"tight: a plan that costs 12\.0000 lies below a bound of 13\.0000"):
        merged(before, run("loose", 13, 14))
