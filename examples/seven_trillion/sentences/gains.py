"""D. What each fund and each host country adds, and what funds earn."""

from itertools import pairwise

from examples.seven_trillion.claims import Said, above, number, ranked, widest
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import listed, worth_of_fabs
from planner.study.answers.interval import Interval


def lost(results: Results, part: str) -> dict[str, Interval]:
    """Return what is lost without each player of a game, the others at their best."""
    game = results.parts[part]
    return {name: results.saving(one["without"], game["everybody"]) for name, one in game["players"].items()}


def answer_funds(results: Results, said: Said) -> str:
    """Return what funds add."""
    if not results.parts["funds"]["players"]:
        return "What funds add cannot be given, as some coalition has no plan."
    share = said.share(widest(list(lost(results, "funds").values())), worth_of_fabs(results))
    if not share:
        return "**Funds.** What is lost if one of them leaves is in the appendix."
    return (
        "**No single fund is indispensable.** Of the three that can build anywhere but in China, any one may leave: "
        f"the others then lose {share} of what all of them are worth together."
    )


def answer_places(results: Results, said: Said) -> str:
    """Return what host countries add."""
    last = lost(results, "places")
    order = sorted(last, key=lambda one: -last[one].low)
    values = [f"{name} ({value})" if (value := said.value(last[name])) else name for name in order]
    words = "Without new fabs in one host country, with the rest of the world at its best, the loss is largest for "
    if _is_proven(last, order, said):
        return f"{words}{', then '.join(values)}: that order is proven."
    open_ = [listed(group) for group in ranked(last) if len(group) > 1]
    known = [one for one, name in zip(values, order, strict=True) if one != name]
    loss = "The loss without new fabs in a host country, with the rest of the world at its best, is: "
    first = f"{loss}{listed(known)}. " if known else ""
    return f"{first}Which loss is larger is not proven for {listed(open_)}; see the appendix."


def _is_proven(last: dict[str, Interval], order: list[str], said: Said) -> bool:
    return len(ranked(last)) == len(last) and all(_is_above(last, *pair, said) for pair in pairwise(order))


def _is_above(last: dict[str, Interval], one: str, other: str, said: Said) -> bool:
    return bool(said.more(above(last[one], last[other]), f"{one} before {other}"))


def answer_returns(results: Results, said: Said) -> str:
    """Return what funds earn."""
    rows = [row for row in results.parts["returns"]["rows"] if row["kind"] == "Fund" and row["irr_pct"] is not None]
    words = "; ".join(
        f"{row['name']} {number(row['irr_pct'], 1)} % a year on {number(row['invested_usd_bn'])} bn USD" for row in rows
    )
    return f"At the transfer prices of the case, in the plan found, the funds earn: {words}."


def gains_title(results: Results, said: Said) -> str:
    """Return the finding of the picture."""
    last = lost(results, "places")
    first = ranked(last)[0] if last else []
    if len(first) == 1 and all(_is_above(last, first[0], other, said) for other in last if other not in first):
        return f"Of the host countries, new fabs in {first[0]} would be missed most"
    return "What would be lost without a host country, and without a fund"


SENTENCES = (answer_funds, answer_places, answer_returns, gains_title)
