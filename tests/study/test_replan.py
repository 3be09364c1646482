"""A plan carried into new facts: what stays, what moves and why, and the regret, by hand on the tiny case."""

from dataclasses import replace

import pytest

import planner
from planner.case.records import Case, Fund, Lock, Objective, PlannedStart, Settings, Site
from planner.plan.records import Outcome, Plan, Start, Status
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.errors import QuestionError
from planner.study.replan.moves import Move, moves
from planner.study.replan.proving import Proven, proven_moves
from planner.study.replan.replan import Replanned, replan
from planner.study.replan.roll import MOVE_PRICE_USD_BN, Roll
from planner.study.replan.why import groups_of
from planner.study.solves.session import StudyOptions
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.edit.edits import EditError
from tests.cases import pair, tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def late(**changes: object) -> Case:
    """Demand of 3 from 2027Q4 on; a phase that starts in 2027Q3 serves it all. Money comes at the start of 2027Q3."""
    changes.setdefault("funds", {"state": Fund("state", (0.0, 0.0, 9.0, 0.0, 0.0, 0.0))})
    return tiny(demand={("chip", "world"): (0.0, 0.0, 0.0, 3.0, 3.0, 3.0)}, periods=6, **changes)


def planned(case: Case) -> Plan:
    result = planner.solve(case, EXACT.solve)
    assert result.audit is not None
    assert result.audit.clean
    return result.plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan of `late`: one phase for 1 bn, started in 2027Q3."""
    made = planned(late())
    assert made.starts == (Start("A", "N3", 2, 1),)
    return made


def cells(answer: Replanned, name: str) -> list[tuple[object, ...]]:
    (table,) = (table for table in answer.tables if table.name == name)
    return [tuple(_shown(cell) for cell in row) for row in table.rows]


def _shown(cell: object) -> object:
    if isinstance(cell, Interval):
        assert cell.low == pytest.approx(cell.high, abs=1e-6)
        return pytest.approx(cell.low, abs=1e-6)
    return pytest.approx(cell, abs=1e-6) if isinstance(cell, float) else cell


def test_where_coverage_comes_first_the_move_is_the_same() -> None:
    """Quarter 4 is short of 3, which nothing helps; the phase for 1 bn moves as in a plan of least cost."""
    case = late(settings=Settings("tiny", objective=Objective.COVERAGE_FIRST))
    edits = ("budget[state].2027Q3 = 0.5", "budget[state].2027Q4 = 1")
    answer = replan(case, planned(case), "2027Q2", EXACT, edits=edits)
    assert [row[:5] for row in cells(answer, "moves")] == [("A", "N3", 1, "2027Q3", "2027Q4")]
    covered = {row[0]: row[2] for row in cells(answer, "plans")}
    assert covered["as planned, in the facts of then"] == pytest.approx(100)
    assert covered["replanned"] == covered["with full foresight"] == pytest.approx(100 * 2 / 3)


def test_a_later_budget_moves_a_start_and_is_named(plan: Plan) -> None:
    """The money of 2027Q3 comes one quarter later, so that 2027Q4 is short of 3: cost 1 + 3, and 2 x 0.01 for the move.

    Nothing has started, so foresight saves the price of the move alone. The first edit by itself drops the phase, the
    second moves nothing.
    """
    edits = ("budget[state].2027Q3 = 0.5", "budget[state].2027Q4 = 1")
    answer = replan(late(), plan, "2027Q2", EXACT, edits=edits)
    assert [row[:5] for row in cells(answer, "moves")] == [("A", "N3", 1, "2027Q3", "2027Q4")]
    (row,) = cells(answer, "moves")
    assert row[6:] == ("yes", "in part budget[state].2027Q3 = 0.5")
    assert answer.facts["regret_usd_bn"].low == pytest.approx(0.02, abs=1e-6)
    assert answer.facts["regret_usd_bn"].high == pytest.approx(0.02, abs=1e-6)
    assert cells(answer, "plans") == [
        ("as planned, in the facts of then", 1.0, pytest.approx(100), 1, 1.0, "optimal"),
        ("as planned, in the new facts", None, None, None, None, "infeasible"),
        ("replanned", 4.02, pytest.approx(100 * 2 / 3), 1, 1.0, "optimal"),
        ("with full foresight", 4.0, pytest.approx(100 * 2 / 3), 1, 1.0, "optimal"),
    ]
    assert (
        "The plan as it was (a cost of 1.00 bn USD and 100.0 % of demand) is no longer possible: state, 2027Q3: the "
        "locks need 1 bn USD by then, there are 0.5 bn."
    ) in answer.sentences
    assert (
        "1 of N3 at A: 2027Q3 to 2027Q4, 1 period later, without which there is no plan. Because of: in part "
        "budget[state].2027Q3 = 0.5." in answer.sentences
    )
    assert any(sentence.startswith("The case has no price of a move, so 0.01 bn USD") for sentence in answer.sentences)
    assert [chart.name for chart in answer.charts()] == ["gantt", "coverage", "cash"]


def test_what_has_started_stays_and_is_regretted(plan: Plan) -> None:
    """The phase of 2027Q3 is under way when demand vanishes: its 1 bn is spent, and with foresight it would not be."""
    answer = replan(late(), plan, "2027Q4", EXACT, edits=["demand[*].* = 0"])
    assert cells(answer, "fixed") == [("A", "N3", "2027Q3", 1)]
    assert cells(answer, "moves") == []
    assert answer.sentences[:4] == (
        "Fixed: 1 phase at 1 site started before 2027Q4; 1.00 bn USD have been paid.",
        "The plan as it was: a cost of 1.00 bn USD and 100.0 % of demand in the facts of then, a cost of 1.00 bn USD "
        "and 100.0 % in the new facts.",
        "Replanning is proven to gain nothing: keep the plan.",
        "Regret: with full foresight a plan would have been 1.00 bn USD better.",
    )


def test_a_start_that_is_still_to_come_is_dropped_when_demand_vanishes(plan: Plan) -> None:
    """Before it has started, the phase of 1 bn is dropped for the price of one change, 0.3; foresight saves that."""
    answer = replan(late(), plan, "2027Q3", EXACT, edits=["demand[*].* = 0"], move_price_usd_bn=0.3)
    ((*move, worth, pays, why),) = cells(answer, "moves")
    assert move == ["A", "N3", 1, "2027Q3", "(dropped)"]
    assert (worth, pays, why) == (0.7, "yes", "demand[*].* = 0")
    assert answer.facts["saved_usd_bn"].low == pytest.approx(0.7, abs=1e-6)
    assert answer.facts["regret_usd_bn"].high == pytest.approx(0.3, abs=1e-6)
    assert not any("The case has no price of a move" in sentence for sentence in answer.sentences)


def test_a_tie_is_no_news(plan: Plan) -> None:
    """Two sites alike, one phase needed: whichever is planned stays, and no move is told."""
    case = late(
        sites={"A": Site("A", "here"), "B": Site("B", "here")},
        pairs={("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3")},
    )
    answer = replan(case, plan, "2027Q1", EXACT)
    assert cells(answer, "moves") == []
    assert answer.sentences[:4] == (
        "Nothing has started before 2027Q1, so everything may move.",
        "No fact is new. The plan as it was: a cost of 1.00 bn USD and 100.0 % of demand.",
        "Replanning is proven to gain nothing: keep the plan.",
        "No regret: with full foresight the plan would have been worth as much.",
    )


def test_a_plan_with_a_gap_is_improved_without_news() -> None:
    """The plan on file starts a phase one quarter too late: 3 short. Moving it saves 3 - 0.02, with no edit."""
    later = planned(replace(late(), locks=(Lock("A", "N3", until_period=2, max_phases=0),)))
    assert later.starts == (Start("A", "N3", 3, 1),)
    answer = replan(late(), later, "2027Q2", EXACT, edits=["products[chip].price_usd += 1"])
    ((*_, worth, pays, why),) = cells(answer, "moves")
    assert (worth, pays, why) == (2.98, "yes", "no edit: the old plan left this open")


def test_facts_that_contradict_what_has_started_are_an_answer(plan: Plan) -> None:
    answer = replan(late(), plan, "2027Q4", EXACT, edits=["sites[A].available_from = 2028Q1"])
    assert answer.next_case is None
    assert answer.tables == ()
    assert answer.sentences[0].startswith("What has started before 2027Q4 contradicts the new facts: locks[0]")


def test_money_that_was_paid_can_be_short_in_the_new_facts(plan: Plan) -> None:
    """What came in 2027Q3 was 0.5 and not 9: the phase under way cannot have been paid, and no case says so."""
    answer = replan(late(), plan, "2027Q4", EXACT, edits=["budget[state].2027Q3 = 0.5"])
    assert "The next case has no plan: state, 2027Q3: the locks need 1 bn USD by then, there are 0.5 bn" in str(
        answer.sentences
    )
    assert "What was paid before 2027Q4 does not fit the new facts (state, 2027Q3: draws to date" in str(
        answer.sentences
    )


class Known:
    """A session that knows the solves of some variants by the end of their names."""

    def __init__(self, **solved: Solved) -> None:
        self.solved = solved

    def solve(self, variants: list[Variant], warm_start: object) -> list[Solved]:
        assert warm_start is not None
        return [self.solved[variant.name.split(", ")[-1].replace(" ", "_")] for variant in variants]


def solved(low: float, high: float, **starts: int) -> Solved:
    """A solve that starts a phase of each site in a period."""
    outcome = Outcome(Status.FEASIBLE, high, low, 0.0, {})
    return Solved(Plan(outcome, starts=tuple(Start(site, "N3", t, 1) for site, t in starts.items())), True, 0.0)


TWO_SITES = late(
    sites={"A": Site("A", "here"), "B": Site("B", "here")},
    pairs={("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3")},
)


def proven(keeping_b: Solved, keeping_a: Solved) -> Proven:
    """What is told where the solver moves A and B from 2 to 3 and saves 3 of 8."""
    roll = Roll(solved(8, 8, A=2, B=2).plan, 1)
    session = Known(N3_at_A_as_planned=keeping_a, N3_at_B_as_planned=keeping_b)
    following = roll.next_case(as_it_stands(TWO_SITES))
    return proven_moves(session, roll, following, solved(8, 8, A=2, B=2), solved(5, 5, A=3, B=3))  # type: ignore[arg-type]


def test_a_move_that_another_plan_does_without_is_left_out() -> None:
    """Keeping B costs nothing, keeping A 2: only A has to move."""
    told = proven(solved(5, 5, A=3, B=2), solved(7, 7, A=2, B=3))
    assert told.moves == (Move(("A", "N3", ""), 1, 2, 3),)
    assert told.ties == (Move(("B", "N3", ""), 1, 2, 3),)
    assert told.worth == {("A", "N3", ""): Interval(2, 2), ("B", "N3", ""): Interval(0, 0)}


def test_where_the_gap_hides_what_a_move_is_worth_it_is_not_left_out_if_that_may_cost() -> None:
    """Keeping B may cost up to 1, keeping A at least 2: without B the plan found is worse by 1, within the gap."""
    told = proven(solved(4, 6, A=3, B=2), solved(7, 7, A=2, B=3))
    assert told.moves == (Move(("A", "N3", ""), 1, 2, 3),)
    assert told.worth["B", "N3", ""] == Interval(0, 1)


def test_moves_that_pay_only_together_are_all_told() -> None:
    """Either may stay as planned at no cost, both not."""
    told = proven(solved(5, 5, A=3, B=2), solved(5, 5, A=2, B=3))
    assert told.ties == ()
    assert len(told.moves) == 2


def test_what_is_not_proven_to_save_anything_changes_nothing() -> None:
    roll = Roll(solved(8, 8, A=2).plan, 1)
    kept, new = solved(8, 8, A=2), solved(7.5, 7.9, A=3)
    wide = solved(7.9, 8.5, A=2)
    following = roll.next_case(as_it_stands(TWO_SITES))
    assert proven_moves(Known(), roll, following, kept, new).moves  # type: ignore[arg-type]
    told = proven_moves(Known(), roll, following, wide, new)  # type: ignore[arg-type]
    assert told.moves == ()
    assert told.ties == (Move(("A", "N3", ""), 1, 2, 3),)
    assert told.new.plan.starts == roll.plan.starts


def test_many_edits_are_grouped() -> None:
    assert [name for name, _ in groups_of([f"edit {number}" for number in range(8)])] == [f"edit {n}" for n in range(8)]
    groups = groups_of([f"edit {number}" for number in range(11)])
    assert len(groups) == 8
    assert groups[-1] == ("the other 4 edits", ["edit 7", "edit 8", "edit 9", "edit 10"])


def next_case(case: Case, plan: Plan, now: int, *edits: str, price: float | None = None) -> Case:
    return Roll(plan, now, price).next_case(as_it_stands(case).with_edits("facts", edits)).case


def test_each_fund_keeps_what_it_has_paid(plan: Plan) -> None:
    """Two funds may pay. The dear one has paid nothing, so its 5 bn come now; the state has paid 1 of its 2 bn.

    Without this, a plan could let the other one pay for the past.
    """
    money = (5.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for carries, dear in ((True, (0.0, 0.0, 0.0, 5.0, 0.0, 0.0)), (False, (0.0,) * 6)):
        funds = {
            "dear": Fund("dear", money, cost_of_money=0.1, carry_over=carries),
            "state": Fund("state", (1.0, 0.0, 1.0, 0.0, 0.0, 0.0)),
        }
        after = next_case(late(funds=funds), plan, 3).funds
        assert after["dear"].budget_usd_bn == dear
        assert after["state"].budget_usd_bn == (0.0, 0.0, 1.0, 1.0, 0.0, 0.0)


def test_a_fund_that_paid_alone_keeps_its_budget(plan: Plan) -> None:
    assert next_case(late(), plan, 3).funds == late().funds


def test_what_started_is_locked_period_by_period(plan: Plan) -> None:
    after = next_case(late(), plan, 3)
    assert after.locks == (
        Lock("A", "N3", from_period=2, until_period=2, min_phases=1, max_phases=1),
        Lock("A", "N3", from_period=0, until_period=2, max_phases=1),
    )
    assert next_case(late(), plan, 0).locks == ()
    assert next_case(after, plan, 3) == after


def test_the_last_plan_is_this_one_and_keeps_the_price_of_the_case(plan: Plan) -> None:
    settings = Settings("tiny", change_price_usd_bn_per_phase=0.2)
    case = late(settings=settings, last_plan=(PlannedStart("A", "N3", 4, 1), PlannedStart("A", "N3", 2, 2)))
    after = next_case(case, plan, 1)
    assert after.last_plan == (PlannedStart("A", "N3", 4, 0), PlannedStart("A", "N3", 2, 1))
    assert after.settings == settings
    assert next_case(case, plan, 1, price=0.7).settings.change_price_usd_bn_per_phase == 0.7


def test_a_cap_on_changes_is_a_price_enough(plan: Plan) -> None:
    case = late(settings=Settings("tiny", max_changes=3.0))
    assert next_case(case, plan, 1).settings == case.settings
    assert next_case(late(), plan, 1).settings.change_price_usd_bn_per_phase == MOVE_PRICE_USD_BN


def test_a_plan_that_starts_nothing_is_a_last_plan_too(plan: Plan) -> None:
    """A sheet without rows would mean that there was no plan, and every start would be free."""
    empty = replace(plan, starts=(), draws=())
    assert next_case(late(), empty, 1).last_plan == (PlannedStart("A", "N3", 1, 0),)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2027Q9", "--now '2027Q9' is not a period: write a label such as 2026Q4."),
        ("Q3 2027", "--now 'Q3 2027' is not a period: write 2027Q3."),
        ("2027", "--now '2027' is not a period"),
        ("2026Q4", "--now 2026Q4 lies outside the horizon of the case: write a period from 2027Q1 to 2028Q2."),
        ("2028Q3", "--now 2028Q3 lies outside the horizon"),
    ],
)
def test_a_wrong_period_is_explained(plan: Plan, now: str, says: str) -> None:
    with pytest.raises(QuestionError) as raised:
        replan(late(), plan, now, EXACT)
    assert says in str(raised.value)


def test_a_plan_of_another_case_is_refused(plan: Plan) -> None:
    other = late(funds={"state": Fund("state", (0.0, 0.0, 0.5, 0.5, 0.0, 0.0))})
    with pytest.raises(
        QuestionError, match=r"is not a plan of this case, because it breaks a rule of it\. budget: state"
    ):
        replan(other, plan, "2027Q2", EXACT)


def test_the_horizon_and_the_price_are_checked(plan: Plan) -> None:
    case = late()
    with pytest.raises(QuestionError, match="change the horizon"):
        replan(case, plan, "2027Q2", EXACT, edits=["settings.periods = 5"])
    with pytest.raises(QuestionError, match="at least 0"):
        replan(case, plan, "2027Q2", EXACT, move_price_usd_bn=-1)
    with pytest.raises(EditError, match="Did you mean 'budget'"):
        replan(case, plan, "2027Q2", EXACT, edits=["budgte[*].* *= 2"])
    with pytest.raises(planner.CaseProblems):
        replan(case, plan, "2027Q2", EXACT, edits=["materials[*].good_units_per_wafer ="])


def test_phases_that_stay_are_not_moved(plan: Plan) -> None:
    before = replace(plan, starts=(Start("A", "N3", 0, 2), Start("A", "N3", 4, 1)))
    after = replace(before, starts=(Start("A", "N3", 0, 1), Start("A", "N3", 2, 2), Start("A", "N3", 4, 1)))
    assert list(moves(before.schedule, after.schedule)) == [
        Move(("A", "N3", ""), 1, 0, 2),
        Move(("A", "N3", ""), 1, None, 2),
    ]
