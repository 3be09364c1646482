"""Coalitions: what each subset of investors, or of blocs, saves together, and how that may be shared."""

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case
from planner.study.answers.answer import Answer
from planner.study.answers.interval import TOLERANCE_USD_BN, Interval
from planner.study.coalitions.answer import Planned, answer
from planner.study.coalitions.game import Coalition, Game, subsets
from planner.study.coalitions.players import Kind, players_of, without
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands, is_contradictory
from planner.workbook.case_file import CaseFile


def coalitions(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    of: str = Kind.FUNDS,
    players: Sequence[str] | None = None,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what each subset of players saves, in discounted usd_bn as intervals, and Shapley shares of the saving.

    `of` is "funds" (one that is left out pays nothing) or "blocs" (nothing new is built in one that is left out);
    `players` names some of them, all by default, and the rest belong to every coalition. A subset is not solved where
    those around it leave nothing open. Raises QuestionError for players that the case does not have, fewer than two or
    more than eight, InputFaults, StudyCancelled, OSError and ExecutorError.
    """
    base = as_it_stands(source)
    kind = Kind(of)
    names = players_of(base.case, kind, players)
    variants = {
        group: without(base, kind, [name for name in names if name not in group], _named(group, names))
        for group in subsets(names)
    }
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        known = _find(session, names, variants)
    game = Game(names, {group: known.cost(group) for group in variants})
    plans = {group: Planned(variants[best[0]].case, best[1]) for group in variants if (best := known.best(group))}
    return answer(base, kind, game, plans)


def _named(group: Coalition, names: Sequence[str]) -> str:
    if not group:
        return "nobody"
    return "all" if len(group) == len(names) else " + ".join(name for name in names if name in group)


@dataclass
class _Known:
    """What is known so far: the solves, and the coalitions whose requirements contradict each other."""

    solved: dict[Coalition, Solved]
    hopeless: set[Coalition]

    def cost(self, group: Coalition) -> Interval:
        """Return the cost of a coalition: at least the bound of any larger one, at most the plan of any smaller one."""
        if any(group <= none for none in self.hopeless):
            return Interval(math.inf, math.inf)
        low = max((one.bound for other, one in self.solved.items() if group <= other), default=-math.inf)
        best = self.best(group)
        return Interval(low, math.inf if best is None else max(low, best[1].objective))

    def best(self, group: Coalition) -> tuple[Coalition, Solved] | None:
        """Return the best plan that a coalition can have by what is known, and whose it is."""
        plans = [(other, one) for other, one in self.solved.items() if other <= group and one.has_plan]
        return min(plans, key=lambda plan: plan[1].objective, default=None)


def _find(session: Session, names: Sequence[str], variants: Mapping[Coalition, Variant]) -> _Known:
    """Solve the coalitions from both ends to the middle, but for those whose cost is known by then."""
    known = _Known({}, {group for group in variants if is_contradictory(variants[group])})
    session.plan(len(variants))
    for size in sorted(range(len(names) + 1), key=lambda size: min(size, len(names) - size)):
        groups = [group for group in variants if len(group) == size]
        open_ = [group for group in groups if group not in known.hopeless and not _is_known(known.cost(group))]
        session.skip(len(groups) - len(open_))
        starts = [None if (best := known.best(group)) is None else best[1].plan.schedule for group in open_]
        known.solved |= dict(zip(open_, session.solve([variants[group] for group in open_], starts), strict=True))
    return known


def _is_known(cost: Interval) -> bool:
    return cost.low == cost.high or cost.width <= TOLERANCE_USD_BN
