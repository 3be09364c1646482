"""E, continued: one plan for low, base and high demand, under weights that are assumed."""

from examples.seven_trillion import hedge
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import Said, above, number
from examples.seven_trillion.hedge import FOLLOWS, HALVES, THIRDS
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import listed
from planner.study.answers.interval import Interval


def answer_weighed(results: Results, said: Said) -> str:
    """Return what one plan for the three futures is worth, where it saves and costs, and how it starts."""
    value = said.value(_worth(results, HALVES))
    if not value:
        return f"What one plan for low, base and high demand is worth is in the appendix. It has {_same(results)}."
    equal = said.value(_worth(results, THIRDS), "")
    weights = f"weights of {weighed_weights(results, said)} that no source gives"
    return (
        f"One plan for low, base and high demand, with {weights}, costs {value} less in the mean than the "
        "reference plan carried out unchanged"
        f"{f' ({equal} with equal weights)' if equal else ''}{_by_future(results, said)}. It has {_same(results)}."
    )


def _worth(results: Results, name: str) -> Interval:
    return above(hedge.reference_for_all(results, name), results.runs[name].interval)


def _by_future(results: Results, said: Said) -> str:
    """Return where a plan for all costs less than the reference plan, and where more, if all of it is known."""
    saves: list[str] = []
    costs: list[str] = []
    for scenario in hedge.FUTURES:
        cost = hedge.cost_in(results, HALVES, scenario)
        fixed = results.runs[REFERENCE].interval if scenario == "base" else hedge.unchanged(results, scenario)
        saved = above(fixed, Interval(cost, cost))
        value = said.value(saved if saved.low > 0 else -saved, "")
        if not value:
            return ""
        (saves if saved.low > 0 else costs).append(f"{value} {'' if saved.low > 0 else 'more '}with {scenario} demand")
    words = [f"{verb} {listed(ones)}" for verb, ones in (("saves", saves), ("costs", costs)) if ones]
    return f": the plan found {listed(words)}"


def _same(results: Results) -> str:
    """Return how many starts of the reference are in the plan for all futures, in the first year and to a date."""
    ours, theirs = (results.runs[one].figures["starts"] for one in (REFERENCE, HALVES))
    dates = hedge.calendar(results)
    first, later = dates.periods_per_year - 1, dates.ordinal(hedge.UNTIL)
    common, of_all = hedge.same(ours, theirs, first)
    more, in_all = hedge.same(ours, theirs, later)
    first_year = f"all {number(of_all)}" if common == of_all else f"{number(common)} of the {number(of_all)}"
    return (
        f"{first_year} first-year starts of the reference plan, and {number(more)} "
        f"of its {number(in_all)} to the end of {dates.year(later)}"
    )


def weighed_first(results: Results, said: Said) -> str:
    """Return how little the reference's first-year phases cost where all later starts follow the future."""
    known, approved = hedge.known_first(results, HALVES), hedge.approved_first(results, HALVES)
    cost = Interval(max(0.0, approved.low - known.high), approved.high - known.low)
    share = said.share(cost, above(hedge.reference_for_all(results, HALVES), known))
    if not share:
        return "What its first-year phases cost where later starts follow the future is not known well enough to say."
    return (
        f"Its first-year phases are not to blame: where all else follows the future, they cost {share} of what the "
        "whole plan, carried out unchanged, does."
    )


def weighed_weights(results: Results, said: Said) -> str:
    """Return the weights of low, base and high demand in words."""
    return f"{listed([number(pct) for pct in hedge.WEIGHTS[HALVES].values()])} %"


def weighed_until(results: Results, said: Said) -> str:
    """Return the date after which starts may follow the future."""
    return hedge.UNTIL


def weighed_same(results: Results, said: Said) -> str:
    """Return how many starts each plan for all futures shares with the reference."""
    dates = hedge.calendar(results)
    lasts = (dates.periods_per_year - 1, 2 * dates.periods_per_year - 1, dates.ordinal(hedge.UNTIL))
    ours = results.runs[REFERENCE].figures["starts"]
    words = []
    for name in (HALVES, THIRDS, FOLLOWS):
        theirs = results.runs[name].figures["starts"]
        counts = [hedge.same(ours, theirs, last) for last in lasts]
        shown = listed(
            [f"{common} of {whole} by {dates.label(last)}" for (common, whole), last in zip(counts, lasts, strict=True)]
        )
        words.append(f"{name}: {shown}")
    return "; ".join(words)


SENTENCES = (answer_weighed, weighed_first, weighed_weights, weighed_until, weighed_same)
