"""C. The calendar of money: what lateness costs, and what little money does."""

from itertools import pairwise

from examples.seven_trillion.calendar_of_money import STREAM, named
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import Said, number
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import listed, years

LATE = 8
"""The quarters of delay that little money is compared with."""


def answer_calendar(results: Results, said: Said) -> str:
    """Return what lateness and thrift cost."""
    words = f"**{calendar_title(results, said)}.** {_delays(results, said)}"
    points = results.parts["calendar"]["points"]
    more, last = max(usd_bn for usd_bn, *_ in points), max(first for _, first, _ in points)
    delay = results.saving(named(STREAM, last), REFERENCE)
    if share := said.share(results.saving(named(STREAM, 0), named(more, 0)), delay):
        words += (
            f" To have {number(more)} instead of {number(STREAM)} bn USD a year saves {share} of what it costs to be "
        )
        words += f"{years(last)} late."
    return words


def _delays(results: Results, said: Said) -> str:
    """Return what each delay costs, those whose cost is known well with a number."""
    firsts = sorted(f for usd_bn, f, _ in results.parts["calendar"]["points"] if usd_bn == STREAM and f)
    costs = {first: results.saving(named(STREAM, first), REFERENCE) for first in firsts}
    words = {first: said.value(cost) for first, cost in costs.items()}
    known = [f"{years(first)} late {value}" for first, value in words.items() if value]
    if not known:
        return "What each delay costs is in the appendix."
    text = (
        f"Against the money of the case, which comes to as much in sum, a stream of {number(STREAM)} bn USD a year "
        f"costs more: {listed(known)}."
    )
    for earlier, later in pairwise(firsts):
        open_ = not words[earlier] and words[later]
        if open_ and costs[earlier].low > 0:
            less = said.more(results.saving(named(STREAM, later), named(STREAM, earlier)), "costs less")
            some = said.more(costs[earlier], "something too")
            if less and some:
                text += f" {years(earlier).capitalize()} late {less}, but {some}."
    return text


def calendar_title(results: Results, said: Said) -> str:
    """Return the finding of the picture: the smallest stream that is better from today on than a late one."""
    late = named(STREAM, LATE)
    poor = sorted(usd_bn for usd_bn, first, _ in results.parts["calendar"]["points"] if usd_bn < STREAM and not first)
    for usd_bn in poor:
        words = (
            f"To start {years(LATE)} late costs more than to have {number(usd_bn)} instead of {number(STREAM)} bn USD "
            "a year"
        )
        if title := said.more(results.saving(late, named(usd_bn, 0)), words):
            return title
    return "What late money and little money cost"


SENTENCES = (answer_calendar, calendar_title)
