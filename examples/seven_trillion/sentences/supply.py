"""A. What new fabs can use, and which bottleneck comes first."""

from examples.seven_trillion.ceiling import AS_IT_STANDS, BUYERS, HIGH, REFERENCE, RICH
from examples.seven_trillion.claims import Said, above, number, widest
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import listed, worth_of_fabs
from examples.seven_trillion.variants import MONEY

TIMES_THE_MONEY = "seven times the money"


def answer_money(results: Results, said: Said) -> str:
    """Return what new fabs can use."""
    run, rich, all_ = results.runs[REFERENCE], results.runs[RICH], results.runs[results.parts["ceiling"]["all"]]
    drawn = run.total("drawn_usd_bn")
    busiest, peak = max(run.figures["drawn_usd_bn"].items(), key=lambda year: year[1])
    worth = worth_of_fabs(results)
    value = said.value(worth)
    share = said.share(results.saving(REFERENCE, RICH), worth)
    words = (
        f"**New fabs can use {number(drawn, -1)} bn USD in ten years, not seven trillion.** That is what the best plan "
        f"found draws by 2036 on top of what is committed: {number(drawn / 10)} bn a year, and {number(peak)} in the "
        f"busiest, {busiest}."
    )
    if value and share:
        words += f" What the three large funds build of it is worth {value} to society; seven times the money adds "
        words += f"{share} of that, and its plan draws {number(rich.total('drawn_usd_bn'), -1)} bn."
    return (
        f"{words} Even with twice as many buyers, and the limits of power, scanners, sites and money all lifted, the "
        f"plan draws {number(all_.total('drawn_usd_bn'), -1)} bn."
    )


def answer_ladder(results: Results, said: Said) -> str:
    """Return the order of the bottlenecks."""
    steps, all_ = results.parts["ceiling"]["steps"], results.parts["ceiling"]["all"]
    if not steps:
        return "**No bottleneck is worth lifting**, with twice as many buyers."
    first = steps[0]
    words = f"**With more buyers, {first['lifts']} is the first bottleneck.**"
    worth = results.saving(BUYERS, first["solve"])
    if value := said.value(worth):
        words += f" Lifting that limit is worth {value}."
    later = [step["lifts"] for step in steps[1:]] + list(results.parts["ceiling"]["left"])
    others = [TIMES_THE_MONEY if name == MONEY else name for name in later]
    if share := said.share(results.saving(first["solve"], all_), worth):
        words += f" All others together ({listed(others)}), lifted after it, are worth {share} of that."
    return f"{words} {_order(results, said)}"


def _order(results: Results, said: Said) -> str:
    """Return how far the order of the ladder is proven."""
    open_ = []
    before = BUYERS
    for step in results.parts["ceiling"]["steps"]:
        worth = {name: results.saving(before, solve) for name, solve in step["tried"].items()}
        first, others = worth[step["lifts"]], [worth[name] for name in worth if name != step["lifts"]]
        before = step["solve"]
        if others and not said.more(above(first, widest(others)), f"{step['lifts']} first"):
            open_.append(step["lifts"])
    if not open_:
        return "They stand in the order of their worth, which is proven at each step; the appendix has the intervals."
    return f"That {listed(open_)} comes where it stands is not proven; the appendix has the intervals."


def ladder_title(results: Results, said: Said) -> str:
    """Return the finding of the picture."""
    steps = results.parts["ceiling"]["steps"]
    first = steps[0]["lifts"] if steps else "nothing"
    return f"Twice as many buyers: {first} limits supply first, long before seven trillion USD does"


def ladder_gw(results: Results, said: Said) -> str:
    """Return what is shipped at both ends of the ladder."""
    base, top = results.runs[REFERENCE], results.runs[results.parts["ceiling"]["all"]]
    high = results.runs[HIGH]
    return (
        f"In the plans found, base demand ships {number(base.total('packages_mn'))} million accelerators by 2036 "
        f"({number(base.total('gw'))} GW all in, {number(base.until('gw', 2030))} of it by the end of 2030); twice "
        f"the buyers with everything lifted {number(top.total('packages_mn'))} million ({number(top.total('gw'))} GW, "
        f"{number(top.until('gw', 2030))} by 2030). In the future of high demand it is "
        f"{number(high.total('packages_mn'))} million ({number(high.total('gw'))} GW)."
    )


def floors(results: Results, said: Said) -> str:
    """Return what the minimum shares and service cost."""
    share = said.share(results.saving(AS_IT_STANDS, REFERENCE), worth_of_fabs(results))
    return f"they cost {share} of what new fabs are worth" if share else "what they cost is in the appendix"


SENTENCES = (answer_money, answer_ladder, ladder_title, ladder_gw, floors)
