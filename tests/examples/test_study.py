"""The study in miniature: what plans and bounds prove of each other, what may be said of it, and what is written."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

import pytest
import typer

from examples.seven_trillion import gains, variants
from examples.seven_trillion import tighten as tighten_module
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import number, ranked, span
from examples.seven_trillion.gains import named
from examples.seven_trillion.measures import first_year, plan_figures
from examples.seven_trillion.page import HERE, MISSING, PAGES, page, write
from examples.seven_trillion.runs.renewed import renewed
from examples.seven_trillion.runs.results import NotSolvedError, Results, Run, read_results, write_results
from examples.seven_trillion.runs.solving import Solves
from planner.case.records import Case, Fund
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from tests.audit.plans import clean_plan, idle_plan
from tests.cases import tiny


class Answers:
    """A session that knows every answer, and remembers from what it was asked to start."""

    def __init__(self, **plans: Plan) -> None:
        self.plans = plans
        self.starts: dict[str, Schedule | None] = {}

    def solve(
        self,
        asked: Sequence[Variant],
        starts: Sequence[Schedule | None],
        options: SolveOptions | None = None,
    ) -> list[Solved]:
        self.starts |= {one.name: start for one, start in zip(asked, starts, strict=True)}
        return [Solved(self.plans[one.name], True, 1.0) for one in asked]


def solves(answers: Answers) -> Solves:
    return Solves(cast(Session, answers), SolveOptions(), lambda _: None)


def with_bound(plan: Plan, bound: float) -> Plan:
    return replace(plan, outcome=replace(plan.outcome, bound=bound))


def variant(name: str, case: Case | None = None) -> Variant:
    return replace(as_it_stands(case or tiny()), name=name)


def test_bounds_of_looser_variants_and_plans_of_tighter_ones_hold_for_each_other() -> None:
    # The idle plan costs 12, the other one 4. Looser: 12 found, 3 proven. Tighter: 4 found, 2 proven.
    found = solves(Answers(loose=with_bound(idle_plan(), 3.0), tight=with_bound(clean_plan(), 2.0)))
    found.relates("loose", "tight")
    found.run({"loose": variant("loose"), "tight": variant("tight")})
    assert found.interval("loose") == found.interval("tight") == Interval(3.0, 4.0)
    best = found.best("loose")
    assert best is not None
    assert best.of == "tight"
    assert found.saving("tight", "loose") == Interval(0.0, 1.0), "a relaxation saves nothing at worst"
    assert found.saving("loose", "tight") == Interval(-1.0, 1.0)
    assert found.pairs(["loose", "tight"]) == {("loose", "tight")}


def test_a_plan_of_a_looser_variant_counts_where_it_keeps_the_rules() -> None:
    found = solves(Answers(loose=with_bound(clean_plan(), 3.0), tight=with_bound(idle_plan(), 2.0)))
    found.relates("loose", "tight")
    found.run({"tight": variant("tight"), "loose": variant("loose")})
    assert found.interval("tight") == Interval(3.0, 4.0)
    poor = tiny(funds={"fund": Fund("fund", (0.5, 0.0, 0.0, 0.0))})
    found = solves(Answers(loose=with_bound(clean_plan(), 3.0), tight=with_bound(idle_plan(), 2.0)))
    found.relates("loose", "tight")
    found.run({"tight": variant("tight", poor), "loose": variant("loose")})
    assert found.interval("tight") == Interval(3.0, 12.0), "the phase cannot be paid for"


def test_a_solve_starts_from_the_best_plan_that_is_known_of_it_or_else_from_another() -> None:
    answers = Answers(tight=clean_plan(), other=idle_plan(), loose=clean_plan(), alone=clean_plan())
    found = solves(answers)
    found.run({"tight": variant("tight"), "other": variant("other")})
    found.relates("loose", "tight")
    found.run({"loose": variant("loose"), "alone": variant("alone")}, "other")
    assert answers.starts["loose"] == clean_plan().schedule
    assert answers.starts["alone"] == idle_plan().schedule


def test_values_whose_intervals_overlap_are_not_ranked() -> None:
    values = {"a": Interval(10, 12), "b": Interval(5, 7), "c": Interval(6, 9), "d": Interval(1, 2)}
    assert ranked(values) == [["a"], ["c", "b"], ["d"]]


@pytest.mark.parametrize(("value", "text"), [(1234.56, "1,234.6"), (-0.01, "0.0"), (-1.26, "-1.3"), (0.0, "0.0")])
def test_zero_has_no_minus(value: float, text: str) -> None:
    assert number(value, 1) == text


def test_an_interval_whose_ends_look_the_same_is_one_number() -> None:
    assert span(Interval(1.01, 1.04), 1) == "1.0"
    assert span(Interval(0.0, float("inf"))) == "not known"


def test_money_pays_for_all_of_another_where_it_is_never_behind() -> None:
    def case(usd_bn: tuple[float, ...], carry_over: bool = True) -> Case:
        return tiny(funds={"fund": Fund("fund", usd_bn, carry_over=carry_over)})

    assert variants.pays_for_all_of(case((2.0, 0.0, 0.0, 1.0)), case((1.0, 1.0, 0.0, 1.0)))
    assert not variants.pays_for_all_of(case((1.0, 1.0, 0.0, 1.0)), case((2.0, 0.0, 0.0, 0.0)))
    assert not variants.pays_for_all_of(case((2.0, 0.0, 0.0, 0.0), False), case((1.0, 1.0, 0.0, 0.0), False))


def test_a_stream_gives_every_fund_its_share_from_its_first_period_on() -> None:
    funds = {"a": Fund("a", (6.0, 0.0, 0.0, 0.0)), "b": Fund("b", (0.0, 2.0, 0.0, 0.0))}
    stream = variants.with_stream(variant("base", tiny(funds=funds)), "stream", 4.0, 1).case
    # Four periods make a year: 1 a period, three quarters of it from the first fund.
    assert stream.funds["a"].budget_usd_bn == (0.0, 0.75, 0.75, 0.75)
    assert stream.funds["b"].budget_usd_bn == (0.0, 0.25, 0.25, 0.25)


def test_coalitions_are_named_by_who_is_in_them() -> None:
    players = ("a", "b")
    assert [named(frozenset(group), players, "all") for group in ((), ("b",), ("a", "b"))] == [
        "nobody of all",
        "only b",
        "all",
    ]


def test_the_figures_of_a_plan_are_those_that_its_records_add_up_to() -> None:
    case, plan = tiny(), clean_plan()
    figures = plan_figures(case, plan)
    assert sum(figures["drawn_usd_bn"].values()) == pytest.approx(1.0)
    assert figures["phases"] == 1
    assert first_year(case, plan) == {"N3 at A": 1}


def test_results_are_read_as_they_were_written_and_a_borrowed_plan_has_its_owners_figures(tmp_path: Path) -> None:
    figures: dict[str, Any] = {"gw": {"2026": 1.5}}
    runs = {
        "own": Run("own", 1.0, 2.0, "feasible", 3.0, "own", figures),
        "lent": Run("lent", 1.0, 2.0, "not solved", 0.0, "own", figures),
    }
    results = Results({"periods": 4}, runs, frozenset({("lent", "own")}), {"ceiling": {"steps": []}})
    write_results(tmp_path, results)
    assert read_results(tmp_path) == results
    assert results.saving("own", "lent") == Interval(0.0, 1.0)
    assert results.saving("lent", "own") == Interval(-1.0, 1.0)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Low demnad", "did you mean 'low demand'"), ("xyz", "the appendix lists the names")],
)
def test_a_mistyped_variant_is_refused_before_anything_is_solved(tmp_path: Path, name: str, meant: str) -> None:
    with pytest.raises(typer.BadParameter, match=f"no variant is named '{name}': {meant}"):
        tighten_module.main(tmp_path / "store", [name], into=HERE)
    assert list(tmp_path.iterdir()) == []


def test_a_better_reference_plan_is_carried_out_anew_and_what_rests_on_another_list_is_left_out() -> None:
    entries = {name: partial(variant, name) for name in (REFERENCE, "low demand")}
    runs = {
        name: Run(name, 1.0, 5.0, "feasible", 1.0, name, {"phases": 9})
        for name in (REFERENCE, "low demand", "carried out: low demand", "approved: low demand")
    }
    parts = {"decisions": {"approved": {"N3 at A": 2}}, "idle": {"available_gw": {}, "built_gw": {"x": {}}}}
    plan = with_bound(clean_plan(), 4.0)
    answers = Answers(**{"carried out: low demand": plan})
    after = renewed(cast(Session, answers), Results({}, runs, frozenset(), parts), entries, plan)
    assert after.parts["decisions"] == {"approved": {"N3 at A": 1}}
    assert after.parts["idle"] == {"available_gw": {}, "built_gw": {}}
    assert set(after.runs) == {REFERENCE, "low demand", "carried out: low demand"}
    assert after.runs["carried out: low demand"].interval == Interval(4.0, 4.0)
    assert answers.starts["carried out: low demand"] == plan.schedule
    same = replace(Results({}, runs, frozenset(), parts), parts={**parts, "decisions": {"approved": {"N3 at A": 1}}})
    assert "approved: low demand" in renewed(cast(Session, answers), same, entries, plan).runs


def test_a_variant_that_is_named_twice_is_solved_again_from_its_own_plan_with_another_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int, Schedule | None]] = []

    class Session(Answers):
        def __init__(self, _: object) -> None:
            super().__init__(a=with_bound(clean_plan(), 2.0), b=with_bound(idle_plan(), 3.0))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def solve(
            self, variants: Sequence[Variant], starts: Sequence[Schedule | None], options: SolveOptions | None = None
        ) -> list[Solved]:
            assert options is not None
            asked.append((variants[0].name, options.seed, starts[0]))
            return super().solve(variants, starts)

    monkeypatch.setattr(tighten_module, "Session", Session)
    entries = {name: partial(variant, name) for name in "ab"}
    monkeypatch.setattr(tighten_module, "catalogue", lambda *_: entries)
    monkeypatch.setattr(tighten_module, "derived", lambda results: results)
    none = Results({}, {}, frozenset(), {"ceiling": {"all": ""}})
    results = tighten_module.tighten(variant("base"), none, ["a", "b", "b"], StudyOptions(), tmp_path)
    assert asked == [("a", 0, None), ("b", 0, clean_plan().schedule), ("b", 1, idle_plan().schedule)]
    assert results.runs["b"].interval == Interval(3.0, 12.0)
    assert results.about["again"] == {"a": [1.0], "b": [1.0]}


def test_a_solve_without_a_plan_or_a_bound_gets_more_time_until_it_has_both() -> None:
    limits: list[tuple[str, float]] = []

    class Slow(Answers):
        """Needs 90 s for a plan of `late`, and proves nothing of `never`."""

        def solve(
            self, asked: Sequence[Variant], starts: Sequence[Schedule | None], options: SolveOptions | None = None
        ) -> list[Solved]:
            assert options is not None
            limits.extend((one.name, options.time_limit_seconds) for one in asked)
            none = Solved(Plan(Outcome(Status.NO_PLAN, math.inf, -math.inf, math.inf, {})), False, 1.0)
            solved = super().solve(asked, starts)
            is_late = options.time_limit_seconds < 90
            return [none if one.name == "late" and is_late else plan for one, plan in zip(asked, solved, strict=True)]

    unproven = clean_plan(outcome=replace(clean_plan().outcome, status=Status.FEASIBLE, bound=-math.inf))
    answers = Slow(soon=with_bound(clean_plan(), 3.0), late=with_bound(clean_plan(), 3.0), never=unproven)
    found = Solves(cast(Session, answers), SolveOptions(time_limit_seconds=10), lambda _: None)
    found.operate({name: variant(name) for name in ("soon", "late", "never")}, "")
    assert limits == [(name, 10.0) for name in ("soon", "late", "never")] + [
        (name, seconds) for seconds in (30.0, 90.0) for name in ("late", "never")
    ]
    assert found.interval("late") == Interval(3.0, 4.0)
    assert found.interval("never") == Interval(-math.inf, 4.0)


def test_a_page_says_what_is_not_solved_and_shows_the_rest(tmp_path: Path) -> None:
    whole = read_results(HERE)
    runs = {name: run for name, run in whole.runs.items() if name not in ("low demand", "too few substrates", "7 tn")}
    few = replace(whole, runs=runs)
    for template in PAGES.values():
        text = page(few, template)
        assert MISSING in text
        assert "power in the markets" in text
    write(tmp_path, few)
    assert MISSING in (tmp_path / "README.md").read_text(encoding="utf-8")
    with pytest.raises(NotSolvedError, match="low demand"):
        few.saving("low demand", REFERENCE)


def test_shares_of_funds_wait_until_every_coalition_has_a_plan_and_a_bound() -> None:
    costs = {name: Interval(1.0, 2.0) for name in ("nobody of all", "only a", "all")}
    assert gains.figures_of(("a",), "all", costs | {"only a": Interval(1.0, 2.0)})["players"]
    open_ = gains.figures_of(("a",), "all", costs | {"nobody of all": Interval(-math.inf, 2.0)})
    assert (open_["players"], open_["together"]) == ({}, [])
