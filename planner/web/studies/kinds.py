"""What can be asked about a run: every study with its question, where it is implemented, and the fields of its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Parse = Callable[[str], Any]


class Misfit(ValueError):  # noqa: N818  a field that cannot be used; the text is the sentence for the form
    """A field of a form holds what it cannot mean."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `argument` of the study gets what `parse` makes of the text; blank leaves it out.

    A number is given to the study as so many of `unit`: 1 % is 0.01.
    """

    argument: str
    label: str
    parse: Parse
    default: str = ""
    hint: str = ""
    is_long: bool = False
    is_period: bool = False
    is_needed: bool = False
    unit: float = 1.0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A study: `question` is what a planner would ask, `words` what comes back."""

    name: str
    question: str
    words: str
    module: str
    fields: tuple[Field, ...] = ()
    takes_plan: bool = False
    takes_contradictions: bool = False

    def arguments(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Return the arguments of the study from the texts of a form. Raises Misfit."""
        values = {}
        for field in self.fields:
            text = form.get(field.argument, "").strip()
            if text:
                values[field.argument] = field.parse(text)
            elif field.is_needed:
                raise Misfit(f"{field.label} is missing: choose one.")
        return values


def _number(low: float, high: float, unit: float = 1.0) -> Parse:
    def parse(text: str) -> float:
        try:
            value = float(text.removesuffix("%").replace(",", "").strip())
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise Misfit(f"{text[:40]} is not a number from {low:g} to {high:g}.")
        return value * unit

    return parse


def _whole(low: int, high: int) -> Parse:
    number = _number(low, high)

    def parse(text: str) -> int:
        value = number(text)
        if value != int(value):
            raise Misfit(f"{text[:40]} is not a whole number from {low} to {high}.")
        return int(value)

    return parse


def _count(text: str) -> int:
    count: int = _whole(1, 1000)(text)
    return count


def _factors(text: str) -> tuple[float, ...]:
    values = tuple(_number(0, 1000)(part) for part in text.split(",") if part.strip())
    if not 1 <= len(values) <= 20:
        raise Misfit("Give one to twenty factors, separated by commas, such as 0.5,1,2.")
    return values


def _delays(text: str) -> tuple[int, ...]:
    values = tuple(_count(part) for part in text.split(",") if part.strip())
    if not 1 <= len(values) <= 12:
        raise Misfit("Give one to twelve delays, separated by commas, such as 1,2,4.")
    return values


def _players(text: str) -> str:
    if text not in ("funds", "blocs"):
        raise Misfit("Players are funds or blocs.")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def edit_lines(text: str) -> tuple[str, ...]:
    """Return the edits of a form: one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_MAX_FUTURES = 100_000
_PERCENT = 0.01


def _futures(low: int) -> Parse:
    return _whole(low, _MAX_FUTURES)


_FIRST = Field("periods", "First periods", _count, "4", "from the start of the horizon")
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "explain",
            "What stands in the way?",
            "Why there is no plan or why demand stays short, and the smallest changes that would help.",
            "planner.study.explain.explain",
            takes_contradictions=True,
        ),
        Kind(
            "worth",
            "What is one more of each thing worth?",
            "What money, time, tools, phases, lanes and crews would save, ranked, as intervals.",
            "planner.study.worth",
            (Field("questions", "Ask at most", _count, "12", "starting with the rules that bind in most periods"),),
        ),
        Kind(
            "calendar",
            "What has to be decided first?",
            "What to approve, order and pay in the first periods, and what each delay would cost.",
            "planner.study.calendar",
            (_FIRST, Field("delays", "Delays", _delays, "1,2,4", "in periods, separated by commas")),
        ),
        Kind(
            "frontier",
            "What would more or less money do?",
            "Cost and coverage over the budget, or over any other cells, with a proven band.",
            "planner.study.frontier",
            (
                Field("vary", "Cells that are scaled", str, "budget[*].*", "as SHEET[key].field; * stands for all"),
                Field("factors", "Factors", _factors, "0.5,0.75,0.9,1,1.25,1.5"),
            ),
        ),
        Kind(
            "alternatives",
            "How different could the plan be?",
            "What all plans of about the best cost build, and how far they differ by region, node and site.",
            "planner.study.alternatives.alternatives",
            (Field("within", "Within [%] of the best", _number(0.001, 50, _PERCENT), "1", unit=_PERCENT), _FIRST),
        ),
        Kind(
            "sensitivity",
            "Which assumption matters most?",
            "How far the optimum moves when each assumption is lower or higher.",
            "planner.study.sensitivity.sensitivity",
            (Field("swing", "Swing [%]", _number(0.1, 90, _PERCENT), "10", unit=_PERCENT),),
        ),
        Kind(
            "coalitions",
            "Who gains from whom?",
            "What each subset of funds or blocs saves together, a fair share for each, and who loses if one leaves.",
            "planner.study.coalitions.coalitions",
            (
                Field("of", "Players", _players, "funds", choices=("funds", "blocs")),
                Field("players", "Only these", _names, "", "names separated by commas; blank: all"),
            ),
        ),
        Kind(
            "scenarios",
            "What can wait until the future is known?",
            "What planning for all futures saves, the regret in each, what to commit to now and what can wait.",
            "planner.study.scenarios.scenarios",
            (
                Field(
                    "decide_until", "Decide for all until", str, hint="later starts follow the future", is_period=True
                ),
                Field(
                    "sample", "Futures to draw", _futures(2), "", "around those of the case; blank: those of the case"
                ),
                Field("keep", "Of them plan for", _futures(2), "10"),
                Field(
                    "fresh", "Try the plan on others", _futures(0), "32", "futures that it was not made for; 0: none"
                ),
            ),
        ),
        Kind(
            "stress",
            "How well does the plan hold up?",
            "The plan in many futures, and without one site, region, lane or tool at a time; the phase that helps.",
            "planner.study.futures.stress",
            (Field("futures", "Futures to draw", _futures(1), "5000"),),
            takes_plan=True,
        ),
        Kind(
            "replan",
            "What has happened since?",
            "The plan carried into new facts: what to move, what that saves, and the next case.",
            "planner.study.replan.replan",
            (
                Field("now", "First period that may change", str, is_period=True, is_needed=True),
                Field("edits", "New facts", edit_lines, "", "one edit a line, as SHEET[key].field = value", True),
            ),
            takes_plan=True,
        ),
    )
}
"""By the name of the command and function."""
