"""Alternatives: the plans within a share of the bound; how far they differ, and what every one of them builds."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planner.case.records import Case
from planner.study.aims.aim import Aim, Farthest, Group, MaxPhases, MinPhases, Range, range_within
from planner.study.alternatives.answer import Alternatives, answer_of, nothing
from planner.study.alternatives.blocks import Block, blocks_of, phase_limits
from planner.study.alternatives.ranges import Question, Ranges
from planner.study.answers.answer import Answer
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile

WITHIN = 0.01
FIRST_PERIODS = 4


def alternatives(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    within: float = WITHIN,
    periods: int = FIRST_PERIODS,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return how far the plans within a share of the bound differ by region, node and site.

    The minimum and maximum of phases of each, and of the shells of each site, is proven over all these plans. A minimum
    above zero is a start without regret; that of the first `periods` periods is proven too. Plans that differ most are
    given with their starts. Under coverage_first both objectives stay within the share of their bounds. Raises
    QuestionError where the share is not above the gap of the best plan, InputFaults for a workbook with errors,
    StudyCancelled where `cancel` is set, OSError and ExecutorError for options that cannot be used.
    """
    base = as_it_stands(source)
    blocks = blocks_of(base.case)
    if not blocks:
        return nothing(base.case, "No phase may start in this case, so there is nothing to choose.")
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        best = session.solve_first(base)
        if not best.has_plan:
            return nothing(base.case, best.why_no_plan)
        session.plan(len({block.kind for block in blocks}) + 2 * len({block.group for block in blocks}))
        limits = range_within(best.plan.outcome, within)
        search = _Search(session, base, limits, blocks, periods, best)
        result = search.run()
    return answer_of(base.case, within, result)


class _Search:
    """Asks the questions in an order in which plans and bounds of one save others."""

    def __init__(
        self, session: Session, base: Variant, limits: Range, blocks: Sequence[Block], periods: int, best: Solved
    ) -> None:
        last = base.case.calendar.last
        until = min(periods - 1, last)
        whole = tuple(dict.fromkeys(block.group for block in blocks))
        early = tuple(replace(group, until=until) for group in whole) if until < last else ()
        self._session, self._base, self._limits, self._blocks, self._best = session, base, limits, blocks, best
        self._whole, self._early, self._until = whole, early, until
        self._names: Mapping[object, str] = {
            block.group.pairs: block.name if block.counts == "shell" else f"phases of {block.name}"
            for block in reversed(blocks)
        }
        self._ranges = Ranges(phase_limits(base.case, (*early, *whole)), best)

    def run(self) -> Alternatives:
        """Return the plans that differ most, and the proven range of every block."""
        farthest = self._farthest()
        self._ask([question(group) for group in self._whole for question in (MaxPhases, MinPhases)])
        sure = [group for group in self._early if self._ranges.at_least(replace(group, until=self._last)) > 0]
        self._session.plan(len(sure))
        self._ask([MinPhases(group) for group in sure])
        return Alternatives(self._blocks, self._ranges, self._limits, self._best, farthest, self._until)

    @property
    def _last(self) -> int:
        return self._base.case.calendar.last

    def _farthest(self) -> dict[str, Solved]:
        """Return the plan that differs most from the best, by each kind of block."""
        schedule = self._best.plan.schedule
        kinds: dict[str, tuple[Group, ...]] = {}
        for block in self._blocks:
            kinds[block.kind] = (*kinds.get(block.kind, ()), block.group)
        aims = [
            (f"differs most by {kind}", Aim(Farthest(schedule, groups), self._limits), schedule)
            for kind, groups in kinds.items()
        ]
        solved = self._session.seek(self._base, aims)
        self._ranges.add(solved)
        return dict(zip(kinds, solved, strict=True))

    def _ask(self, questions: Sequence[Question]) -> None:
        """Answer questions, as many at once as there are processes; those that others have answered are left out."""
        waiting = list(questions)
        while waiting:
            still_open = [question for question in waiting if self._ranges.is_open(question)]
            self._session.skip(len(waiting) - len(still_open))
            batch, waiting = still_open[: self._session.slots], still_open[self._session.slots :]
            aims = [
                (self._name(question), Aim(question, self._limits), self._ranges.start(question)) for question in batch
            ]
            solved = self._session.seek(self._base, aims)
            self._ranges.add(solved)
            for question, one in zip(batch, solved, strict=True):
                if one.reached is not None:
                    self._ranges.prove(question, one.reached.bound)

    def _name(self, question: Question) -> str:
        word = "fewest" if isinstance(question, MinPhases) else "most"
        return f"{word} {self._names[question.group.pairs]}"
