"""What answers to an insider's objections say in figures of the plans found."""

from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import Said, decimals, number, span
from examples.seven_trillion.money_stack import facts
from examples.seven_trillion.runs.results import Results, Run
from examples.seven_trillion.sentences.words import listed
from examples.seven_trillion.starts import CHINA, SUBSTRATES
from examples.seven_trillion.variants import SUBSTRATES_SHORT

YEAR = "2030"
SHORT_UNTIL = max(SUBSTRATES_SHORT)


def review_demand(results: Results, said: Said) -> str:
    """Return what the base wants and what its plan draws, beside the anchors of power."""
    run = results.runs[REFERENCE]
    return (
        f"The base wants {number(run.of('wanted_mn', YEAR), 1)} million accelerators in {YEAR}; what its plan ships to "
        f"the end of that year draws {number(run.until('gw', int(YEAR)))} GW all in, where {facts()['bill_gw'].text} "
        f"to {facts()['bill_gw_high'].text} are expected to be added for AI in five years."
    )


def review_memory(results: Results, said: Said) -> str:
    """Return what the reference plan draws for memory."""
    run = results.runs[REFERENCE]
    memory = run.of("by_node", "HBM") + run.of("by_node", "DRAM")
    share = 100 * memory / run.total("drawn_usd_bn")
    return f"The reference plan draws {number(memory)} bn USD for HBM and DRAM, {number(share)} % of all."


def review_china(results: Results, said: Said) -> str:
    """Return what the plans of China's futures ship and draw."""
    runs = {"base demand": results.runs[REFERENCE]} | {
        name: results.runs[name] for name in CHINA if name in results.runs
    }
    if len(runs) == 1:
        return "They are not solved yet."
    words = "; ".join(f"{name} {_shipped(run)}" for name, run in runs.items())
    return f"The plans found ship: {words}."


def review_substrates(results: Results, said: Said) -> str:
    """Return what too few substrates cost, what the plan then ships, and what else it starts in its first year."""
    run, base = results.runs.get(SUBSTRATES), results.runs[REFERENCE]
    if run is None:
        return "That future is not solved yet."
    cost = results.saving(SUBSTRATES, REFERENCE)
    value = said.value(cost)
    costs = f"costs {value}" if value else f"costs {span(cost, decimals(cost))} bn USD"
    shipped = [number(one.until("packages_mn", SHORT_UNTIL), 1) for one in (run, base)]
    return (
        f"That future {costs}: the plan found ships {shipped[0]} instead of {shipped[1]} million accelerators to the "
        f"end of {SHORT_UNTIL}, and in its first year {_other_starts(base, run)}."
    )


def _other_starts(base: Run, run: Run) -> str:
    """Return what a plan starts in its first year that the reference plan does not, and the other way round."""
    before, after = base.figures["first_year"], run.figures["first_year"]
    changes = {item: after.get(item, 0) - before.get(item, 0) for item in sorted({*before, *after})}
    more = [f"{count} x {item}" for item, count in changes.items() if count > 0]
    less = [f"{-count} x {item}" for item, count in changes.items() if count < 0]
    words = ([f"starts {listed(more)} more"] if more else []) + ([f"{listed(less)} less"] if less else [])
    return " and ".join(words) if words else "starts what the reference plan starts"


def _shipped(run: Run) -> str:
    million, drawn = run.total("packages_mn"), run.total("drawn_usd_bn")
    return f"{number(million, 1)} million accelerators, {number(drawn)} bn USD drawn"


SENTENCES = (review_demand, review_memory, review_china, review_substrates)
