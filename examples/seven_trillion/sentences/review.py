"""What answers to an insider's objections say in figures of the plans found."""

from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import Said, number
from examples.seven_trillion.money_stack import facts
from examples.seven_trillion.runs.results import Results, Run
from examples.seven_trillion.starts import CHINA

YEAR = "2030"


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


def _shipped(run: Run) -> str:
    million, drawn = run.total("packages_mn"), run.total("drawn_usd_bn")
    return f"{number(million, 1)} million accelerators, {number(drawn)} bn USD drawn"


SENTENCES = (review_demand, review_memory, review_china)
