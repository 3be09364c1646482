"""Worth within a total time: the most promising questions are asked, and the others named, by a counted clock."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

import planner
from planner.case.records import Case
from planner.plan.records import BanPrice, Binding, Outcome, Plan, Status
from planner.registry.families import AnyRows
from planner.registry.rows import PHASES_PER_PAIR, REGION_CREWS, TOOL_STOCK
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.solves.job import Job
from planner.study.solves.session import StudyOptions
from planner.study.solves.solved import Solved
from planner.study.variant import as_it_stands
from planner.study.worth import worth
from planner.study.worth_questions import Bound, Question, binding_first, questions_of
from planner.web.studies.page_words import on_page
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.edit.apply import sound_case
from tests.cases import pair, tiny

BESIDE_SECONDS = 10.0
"""What a solve takes beside its limit."""
PAIRS = 30


@dataclass
class Machine:
    """An executor with two slots whose solves end at their limit and some seconds later, by a clock of its own."""

    plan: Plan
    now: float = 0.0
    names: list[str] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)
    is_final: bool = False
    slots: int = 2

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        for first in range(0, len(jobs), self.slots):
            together = jobs[first : first + self.slots]
            for job in together:
                on_start(job)
            seconds = 1.0 if self.is_final else together[0].options.time_limit_seconds
            self.now += seconds + BESIDE_SECONDS
            for job in together:
                self.names.append(job.name)
                self.limits.append(seconds)
                outcome = replace(self.plan.outcome, status=Status.OPTIMAL if self.is_final else Status.FEASIBLE)
                yield job, Solved(replace(self.plan, outcome=outcome), clean=True, seconds=seconds)

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture
def case() -> Case:
    """Crews bind, and so many pairs have a maximum that nobody needs."""
    pairs = {("A", "N3"): pair("A", "N3", max_phases=9)}
    return tiny(
        demand={("chip", "world"): (6.0,) * 4},
        regions={"here": planner.Region("here", max_phase_starts_per_year=1)},
        sites={name: planner.Site(name, "here") for name in ("A", *(f"site {at}" for at in range(PAIRS)))},
        pairs=pairs | {(f"site {at}", "N3"): pair(f"site {at}", "N3", max_phases=9) for at in range(PAIRS)},
    )


@pytest.fixture
def machine(case: Case, monkeypatch: pytest.MonkeyPatch) -> Machine:
    plan = planner.solve(case, SolveOptions(gap=1e-9)).plan
    running = Machine(replace(plan, outcome=Outcome(Status.FEASIBLE, 16.0, 8.0, 0.5, {})))
    monkeypatch.setattr("planner.study.solves.session.make_executor", lambda _: running)
    monkeypatch.setattr("planner.study.solves.session.time.monotonic", lambda: running.now)
    return running


def _asked(case: Case, machine: Machine, total: float, resume: Path | None = None, count: int | None = None) -> Answer:
    machine.now, machine.names, machine.limits = 0.0, [], []
    options = StudyOptions(SolveOptions(time_limit_seconds=total), total, resume=resume)
    return worth(case, options, questions=count)


def test_the_total_time_is_kept_and_the_most_promising_questions_are_asked(case: Case, machine: Machine) -> None:
    answer = _asked(case, machine, 240.0)
    # The first solve gets a quarter, 60 s and 10 s beside; each other at least half as long: 170 s for rounds of 40 s.
    assert machine.limits[0] == 60
    assert machine.now <= 240
    assert len(machine.names) == 1 + 2 * 4
    assert min(machine.limits) >= 30
    assert machine.names[1] == "one crew more in here"
    worths, unasked = answer.tables
    asked = {row[0] for row in worths.rows}
    assert asked == set(machine.names[1:])
    left = [str(row[0]) for row in unasked.rows]
    assert not asked & set(left)
    periods = [row[1] for row in unasked.rows]
    assert all(isinstance(now, int) and isinstance(then, int) and now >= then for now, then in pairwise(periods))
    assert answer.sentences[-1] == (
        "The total time was enough for 8 questions, starting, for each kind of question, with the rules that bind in "
        f"most periods. Not asked: {', '.join(left[:3])} and {len(left) - 3} more. A longer --total-time asks more; "
        "with --resume DIR the next run goes on from here."
    )
    assert "--" not in on_page(answer.sentences[-1])


def test_no_question_is_built_that_is_not_asked(case: Case, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question of a large case takes time before it is solved: one that is not asked costs nothing."""
    built: list[Tables] = []

    def counted(tables: Tables) -> Case:
        built.append(tables)
        return sound_case(tables)

    monkeypatch.setattr("planner.study.variant.sound_case", counted)
    _asked(case, machine, 240.0)
    assert len(built) <= len(machine.names)


def test_a_second_run_goes_on_where_the_first_one_ended(case: Case, machine: Machine, tmp_path: Path) -> None:
    _asked(case, machine, 240.0, tmp_path)
    first = machine.names
    answer = _asked(case, machine, 240.0, tmp_path)
    assert machine.now <= 240
    assert machine.names
    assert not set(first) & set(machine.names)
    assert len(answer.tables[0].rows) == len(first) - 1 + len(machine.names)


def test_what_is_in_the_store_is_used_wherever_it_stands_in_the_order(
    case: Case, machine: Machine, tmp_path: Path
) -> None:
    machine.is_final = True
    _asked(case, machine, 3600.0, tmp_path)
    last = machine.names[-3:]
    kept = {
        Job(question.variant.name, question.variant.case, SolveOptions()).key[:32]
        for question in questions_of(as_it_stands(case))
        if question.variant.name in last
    }
    for path in tmp_path.iterdir():
        if path.name.partition(".")[0] not in kept:
            path.unlink()
    machine.is_final = False
    answer = _asked(case, machine, 240.0, tmp_path)
    assert len(machine.names) < PAIRS
    asked = {row[0] for row in answer.tables[0].rows}
    assert asked == {*machine.names[1:], *last}
    assert not asked & {row[0] for row in answer.tables[1].rows}


def test_of_a_time_that_is_too_short_nothing_is_concluded(
    case: Case, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the singular: with a slot each round asks one."""
    monkeypatch.setattr("planner.study.solves.session.Session._affordable", lambda _: 0)
    answer = _asked(case, machine, 240.0)
    assert answer.tables[0].rows == ()
    assert len(answer.sentences) == 2
    assert answer.sentences[1].startswith("The total time was too short for any question. Not asked: one crew more in")
    machine.slots = 1
    monkeypatch.setattr("planner.study.solves.session.Session._affordable", lambda _: 2 - len(machine.names))
    answer = _asked(case, machine, 240.0)
    assert "was enough for 1 question, starting" in answer.sentences[-1]


def test_what_binds_is_counted_once_however_many_questions_there_are(case: Case, machine: Machine) -> None:
    class Counted(tuple[Binding, ...]):
        passes = 0

        def __iter__(self) -> Iterator[Binding]:
            Counted.passes += 1
            return super().__iter__()

    machine.plan = replace(machine.plan, binding=Counted(machine.plan.binding))
    machine.is_final = True
    bound = Bound(machine.plan)
    assert Counted.passes == 1
    questions = list(questions_of(as_it_stands(case)))
    ranked = binding_first(bound, questions)
    assert bound.periods(ranked[0]) >= bound.periods(ranked[-1])
    assert Counted.passes == 1


def test_all_are_asked_where_each_is_over_soon(case: Case, machine: Machine) -> None:
    machine.is_final = True
    answer = _asked(case, machine, 3600.0)
    assert machine.now <= 3600
    assert len(machine.names) > 2 * PAIRS
    assert [table.name for table in answer.tables] == ["worth"]
    assert "Not asked" not in " ".join(answer.sentences)


def test_a_number_of_questions_is_a_maximum(case: Case, machine: Machine) -> None:
    answer = _asked(case, machine, 240.0, count=3)
    assert len(machine.names) == 1 + 3
    more = re.fullmatch(r"(\d+) more could be asked, .*: see --questions\.", answer.sentences[-1])
    assert more is not None
    assert int(more[1]) == len(answer.tables[1].rows)


def test_without_a_total_time_all_are_asked_at_once(case: Case, machine: Machine) -> None:
    worth(case, StudyOptions(SolveOptions(time_limit_seconds=7.0)))
    assert set(machine.limits) == {7.0}
    assert len(machine.names) > 2 * PAIRS


def test_of_each_kind_the_most_promising_question_comes_first_and_what_never_binds_last() -> None:
    """Two pairs, crews, two lanes and a tool: a lane counts by what its ban costs, all else by periods."""
    variant = as_it_stands(tiny())
    lanes = [LaneRow(from_region="here", to_market=market, allowed=False) for market in ("near", "far")]
    rules: dict[str, AnyRows] = {
        "pair A": PHASES_PER_PAIR,
        "pair B": PHASES_PER_PAIR,
        "crews": REGION_CREWS,
        "tool": TOOL_STOCK,
    }
    asked = {name: Question(variant, (rule,), (name,)) for name, rule in rules.items()}
    asked |= {f"lane to {lane.to_market}": Question(variant, (), (), lane) for lane in lanes}
    periods = {"pair A": 9, "pair B": 8, "crews": 2}
    plan = Plan(
        Outcome(Status.FEASIBLE, 2.0, 1.0, 0.5, {}),
        binding=tuple(Binding(rules[name].name, name, t, 0.0) for name, count in periods.items() for t in range(count)),
        bans=(
            BanPrice("here", "", "near", "", "", 0, 8, usd_bn=0.1, kunits=1.0),
            BanPrice("here", "", "far", "", "", 3, 3, usd_bn=5.0, kunits=1.0),
        ),
    )
    names = {id(question): name for name, question in asked.items()}
    assert [names[id(question)] for question in binding_first(Bound(plan), list(asked.values()))] == [
        *("pair A", "crews", "lane to far"),
        *("lane to near", "pair B"),
        "tool",
    ]
