"""The sentences of the page: what is said follows from the results, and no more than their intervals bear."""

import math

from examples.seven_trillion import starts
from examples.seven_trillion.calendar_of_money import STREAM, named
from examples.seven_trillion.ceiling import AS_IT_STANDS, BUYERS, HIGH, REFERENCE, RICH
from examples.seven_trillion.claims import claim, number, ranked
from examples.seven_trillion.money_stack import (
    building_usd_bn_per_gw,
    by_year,
    facts,
    gw_for,
    hardware_usd_bn_per_gw,
    usd_bn_per_gw,
    used_up_in,
)
from examples.seven_trillion.results import Results
from examples.seven_trillion.stack import LATE, NO_LIMIT
from examples.seven_trillion.variants import POWER
from planner.study.answers.interval import Interval

SUM_USD_BN = 7000.0


def listed(words: list[str]) -> str:
    """Return words with commas, and `and` before the last."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


# A


def answer_money(results: Results) -> str:
    """Return what new fabs can use."""
    run, rich, all_ = results.runs[REFERENCE], results.runs[RICH], results.runs[results.parts["ceiling"]["all"]]
    drawn = run.total("drawn_usd_bn")
    more = claim(results.saving(REFERENCE, RICH))
    busiest, most = max(run.figures["drawn_usd_bn"].items(), key=lambda year: year[1])
    return (
        f"**New fabs can use {number(drawn, -1)} bn USD in ten years, not seven trillion.** That is what the best plan "
        f"found draws by 2036 on top of what is committed: {number(drawn / 10)} bn a year, and {number(most)} in the "
        f"busiest, {busiest}. Seven times the money is worth {more} more (its plan draws "
        f"{number(rich.total('drawn_usd_bn'), -1)} bn). Even with twice as many buyers, and the limits of power, "
        f"scanners, sites and money all lifted, the plan draws "
        f"{number(all_.total('drawn_usd_bn'), -1)} bn."
    )


def answer_ladder(results: Results) -> str:
    """Return the order of the bottlenecks."""
    steps = results.parts["ceiling"]["steps"]
    if not steps:
        return "**No bottleneck is worth lifting**, with twice as many buyers."
    words, before = [], BUYERS
    for step in steps:
        words.append(f"{step['lifts']} ({claim(results.saving(before, step['solve']))})")
        before = step["solve"]
    left = results.parts["ceiling"]["left"]
    rest = ""
    if left:
        worth = claim(results.saving(before, results.parts["ceiling"]["all"]))
        rest = f" Last, {listed(left)}: {worth} together."
    return (
        f"**With more buyers, {steps[0]['lifts']} is the first bottleneck.** Lifted one after the other, each on top "
        f"of those before, the rules are worth: {'; then '.join(words)}.{rest} {order_words(results)}"
    )


def order_words(results: Results) -> str:
    """Return how far the order of the ladder is proven."""
    open_ = []
    before = BUYERS
    for number_, step in enumerate(results.parts["ceiling"]["steps"], start=1):
        groups = ranked({name: results.saving(before, solve) for name, solve in step["tried"].items()})
        if len(groups[0]) > 1:
            open_.append(str(number_))
        before = step["solve"]
    if not open_:
        return "At each step the one lifted is proven to be worth most."
    steps = f"step{'s' if len(open_) > 1 else ''} {listed(open_)}"
    return f"At {steps} the order is not distinguishable within the gaps."


def ladder_title(results: Results) -> str:
    """Return the finding of the picture."""
    steps = results.parts["ceiling"]["steps"]
    first = steps[0]["lifts"] if steps else "nothing"
    return f"Twice as many buyers: {first} limits supply first, long before seven trillion USD does"


def ladder_gw(results: Results) -> str:
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


def floors(results: Results) -> str:
    """Return what the minimum shares and service cost."""
    return claim(results.saving(AS_IT_STANDS, REFERENCE))


# B


def answer_stack(results: Results) -> str:
    """Return what seven trillion buys of the whole stack."""
    per_gw = usd_bn_per_gw(results)
    low, high = facts()["gw_low"].value, facts()["gw_high"].value
    when = used_up_in(results, SUM_USD_BN)
    early, late = used_up_in(results, SUM_USD_BN, high), used_up_in(results, SUM_USD_BN, low)
    years = by_year(results)
    share = 100 * years[-1].fabs / years[-1].to_date
    return (
        f"**Seven trillion is the bill for {number(gw_for(SUM_USD_BN, high), -1)} to "
        f"{number(gw_for(SUM_USD_BN, low), -1)} GW of data centres, not for fabs.** At the prices of the case a GW "
        f"costs {number(per_gw)} bn USD, and the reference plan has used up the sum {when} ({early} at "
        f"{facts()['gw_high'].text}, {late} at {facts()['gw_low'].text}). New fabs are {number(share, 1)} % of the "
        "bill, and are paid for by the price of chips."
    )


def stack_split(results: Results) -> str:
    """Return the parts of a GW."""
    years = by_year(results)
    gw = sum(year.gw for year in years)
    chips = sum(year.chips for year in years) / gw
    return (
        f"Of each GW, {number(chips, 1)} bn USD are accelerators, {number(hardware_usd_bn_per_gw(), 1)} servers and "
        f"network, {number(building_usd_bn_per_gw(), 1)} buildings with cooling and power supply, "
        f"{number(facts()['plant'].value, 1)} the power plant."
    )


def answer_power(results: Results) -> str:
    """Return what it costs that power comes late, against money that does."""
    late = results.saving(LATE, REFERENCE)
    _, first, name = max(point for point in results.parts["calendar"]["points"] if point[0] == STREAM)
    money = results.saving(name, named(STREAM, 0))
    than = f", more than fabs' money {_years(first)} late ({claim(money)})" if late.low > money.high else ""
    return (
        f"**Power in the markets a year late costs {claim(late)}**{than}. More power than the case has saves "
        f"{claim(results.saving(REFERENCE, NO_LIMIT))} with base demand."
    )


def stack_idle(results: Results) -> str:
    """Return what would stand idle if the industry built as though there were power enough."""
    idle = results.parts["idle"]
    over = max(
        sum(max(0.0, idle["shipped_gw"][m][year] - idle["available_gw"][m][year]) for m in idle["available_gw"])
        for year in next(iter(idle["available_gw"].values()))
    )
    words = f"With base demand a plan that ignores power makes chips for at most {number(math.ceil(over))} GW too many"
    steps = results.parts["ceiling"]["steps"]
    if not steps or steps[0]["lifts"] != POWER:
        return f"{words}."
    ignored, kept = results.runs[steps[0]["solve"]], results.runs[BUYERS]
    early, whole = (ignored.until("gw", year) - kept.until("gw", year) for year in (2030, 2036))
    return (
        f"{words}; with twice the buyers for {number(early, -1)} GW by 2030 and {number(whole, -1)} by 2036, which "
        "nobody could switch on."
    )


def stack_title(results: Results) -> str:
    """Return the finding of the picture."""
    return f"Seven trillion USD, from fab to power plant, is used up {used_up_in(results, SUM_USD_BN)}"


# C


def answer_calendar(results: Results) -> str:
    """Return what lateness and thrift cost."""
    delays = [
        (first, results.saving(named(STREAM, first), named(STREAM, 0)))
        for usd_bn, first, _ in sorted(results.parts["calendar"]["points"])
        if usd_bn == STREAM and first
    ]
    costs = "; ".join(f"{_years(first)} {claim(cost)}" for first, cost in delays)
    streams = sorted({usd_bn for usd_bn, *_ in results.parts["calendar"]["points"]})
    less = "; ".join(
        f"{number(usd_bn)} bn {claim(results.saving(named(usd_bn, 0), named(STREAM, 0)))}"
        for usd_bn in streams
        if usd_bn < STREAM
    )
    more = claim(results.saving(named(STREAM, 0), named(streams[-1], 0)))
    return (
        f"**{calendar_title(results)}.** Of a stream of {number(STREAM)} bn USD a year, first "
        f"money late costs: {costs}. Less a year, from today on, costs: {less}. {number(streams[-1])} bn a year "
        f"instead of {number(STREAM)} saves {more}."
    )


def _years(periods: int) -> str:
    years = periods / 4
    return "a year" if years == 1 else f"{number(years)} years"


def calendar_title(results: Results) -> str:
    """Return the finding of the picture."""
    late = results.saving(named(STREAM, 8), named(STREAM, 0))
    poor = results.saving(named(50.0, 0), named(STREAM, 0))
    if late.low > poor.high:
        return f"To start two years late costs more than to have {number(50)} instead of {number(STREAM)} bn USD a year"
    if poor.low > late.high:
        return f"To have {number(50)} instead of {number(STREAM)} bn USD a year costs more than to start two years late"
    return "What late money and little money cost"


# D


def answer_funds(results: Results) -> str:
    """Return what funds add."""
    part = results.parts["funds"]
    together = claim(Interval(*part["together"]))
    if not part["players"]:
        return f"The funds save {together} together; shares cannot be given, as some coalition has no plan."
    last = lost(results, "funds")
    loses = "; ".join(f"{name} {claim(one)}" for name, one in last.items())
    return (
        f"**No single fund is indispensable.** The three funds that can build anywhere but in China are worth "
        f"{together} together; what is lost if one leaves: {loses}."
        if all(one.high < 0.5 * part["together"][0] for one in last.values())
        else f"**Funds.** The three funds that can build anywhere but in China are worth {together} together; what "
        f"is lost if one leaves: {loses}."
    )


def lost(results: Results, part: str) -> dict[str, Interval]:
    """Return what is lost without each player of a game, the others at their best."""
    game = results.parts[part]
    return {name: results.saving(one["without"], game["everybody"]) for name, one in game["players"].items()}


def answer_places(results: Results) -> str:
    """Return what host countries add."""
    last = lost(results, "places")
    loses = "; ".join(f"{name} {claim(last[name])}" for name in sorted(last, key=lambda one: -last[one].low))
    return (
        f"Without new fabs in one host country, and the rest of the world at its best, the loss is: {loses}. "
        f"{_rank_words(last)}"
    )


def _rank_words(values: dict[str, Interval]) -> str:
    groups = ranked(values)
    if len(groups) == len(values):
        return "That order is proven."
    if len(groups) == 1:
        return "Their order is not distinguishable within the gaps."
    open_ = [listed(group) for group in groups if len(group) > 1]
    return f"The order of {listed(open_)} is not distinguishable within the gaps."


def answer_returns(results: Results) -> str:
    """Return what funds earn."""
    rows = [row for row in results.parts["returns"]["rows"] if row["kind"] == "Fund" and row["irr_pct"] is not None]
    words = "; ".join(
        f"{row['name']} {number(row['irr_pct'], 1)} % a year on {number(row['invested_usd_bn'])} bn USD" for row in rows
    )
    return f"At the transfer prices of the case, in the plan found, the funds earn: {words}."


def gains_title(results: Results) -> str:
    """Return the finding of the picture."""
    last = lost(results, "places")
    first = ranked(last)[0] if last else []
    if len(first) == 1:
        return f"Of the host countries, new fabs in {first[0]} would be missed most"
    return "What would be lost without a host country, and without a fund"


# E


def answer_starts(results: Results) -> str:
    """Return what starts in every future."""
    counts = results.parts["starts"]["counts"]
    common = {item: min(of) for item, of in counts.items() if min(of) > 0}
    futures = len(results.parts["starts"]["futures"])
    items = listed([f"{count} x {item}" for item, count in sorted(common.items(), key=lambda one: (-one[1], one[0]))])
    return (
        f"**Approve now: {items or 'nothing'}.** These start within the first year in the best plan found of all "
        f"{futures} futures (demand low, base or high; a fifth fewer EUV scanners; Taiwan out for 2029; fabs a year "
        f"late; and some of these at once). They are {number(sum(common.values()))} of the {_all_starts(results)} "
        "first-year starts of the reference plan."
    )


def _all_starts(results: Results) -> str:
    return number(sum(results.runs[REFERENCE].figures["first_year"].values()))


def answer_waiting(results: Results) -> str:
    """Return what it costs to wait, and to be wrong."""
    waits = "; ".join(
        f"{claim(results.saving(starts.of(starts.WAITED, future), starts.solve_of(future)))} with {future}"
        for future in starts.WAIT_IN
    )
    wrong = "; ".join(
        f"{claim(results.saving(starts.of(starts.APPROVED, future), starts.solve_of(future)))} with {future}"
        for future in starts.APPROVE_IN
    )
    return (
        f"To start nothing for a year costs {waits}. To approve every phase that the reference plan starts in its "
        f"first year, and then learn that the future is another one, costs {wrong}."
    )


def answer_stress(results: Results) -> str:
    """Return what the reference plan costs where it is carried out unchanged."""
    costs = {
        future: results.saving(name, starts.solve_of(future))
        for future in results.parts["futures"]["names"]
        if (name := starts.of(starts.CARRIED_OUT, future)) in results.runs
    }
    if not costs:
        return ""
    worst = max(costs, key=lambda one: costs[one].low)
    best = min(costs, key=lambda one: costs[one].high)
    return (
        f"Carried out unchanged, the reference plan lies {claim(costs[best])} above the best plan in the kindest of "
        f"these futures ({best}), {claim(costs[worst])} in the worst ({worst})."
    )


def starts_title(results: Results) -> str:
    """Return the finding of the picture."""
    counts = results.parts["starts"]["counts"]
    common = sum(min(of) for of in counts.values())
    return f"{number(common)} starts of the first year come in all {len(results.parts['starts']['futures'])} futures"


# All


def widest(results: Results) -> str:
    """Return how far the solves are proven."""
    widths = sorted(run.gap_pct for run in results.runs.values())
    return f"{number(widths[len(widths) // 2], 1)} % in the middle, {number(widths[-1], 1)} % at most"


def minutes(results: Results) -> str:
    """Return how long the solves took together."""
    return number(math.fsum(run.seconds for run in results.runs.values()) / 60)


def solves(results: Results) -> str:
    """Return how many variants were solved."""
    return number(sum(run.seconds > 0 for run in results.runs.values()))


def tiers(results: Results) -> str:
    """Return how customers are served with and without floors."""
    with_floors, without = (results.runs[name].figures.get("tiers_pct", {}) for name in (AS_IT_STANDS, REFERENCE))
    return "; ".join(
        f"{tier} {number(pct, 1)} % ({number(without.get(tier, 0.0), 1)} % without floors)"
        for tier, pct in with_floors.items()
    )
