"""B. The whole stack: what a sum buys from fab to power plant, and what power in the markets is worth."""

import math

from examples.seven_trillion.calendar_of_money import STREAM
from examples.seven_trillion.ceiling import BUYERS, REFERENCE
from examples.seven_trillion.claims import Said, number
from examples.seven_trillion.money_stack import (
    building_usd_bn_per_gw,
    by_year,
    facts,
    gw_for,
    hardware_usd_bn_per_gw,
    usd_bn_per_gw,
    used_up_in,
)
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import years
from examples.seven_trillion.stack import LATE, NO_LIMIT
from examples.seven_trillion.variants import POWER

SUM_USD_BN = 7000.0


def answer_stack(results: Results, said: Said) -> str:
    """Return what seven trillion buys of the whole stack."""
    per_gw = usd_bn_per_gw(results)
    low, high = facts()["gw_low"].value, facts()["gw_high"].value
    when = used_up_in(results, SUM_USD_BN)
    early, late = used_up_in(results, SUM_USD_BN, high), used_up_in(results, SUM_USD_BN, low)
    rows = by_year(results)
    share = 100 * rows[-1].fabs / rows[-1].to_date
    return (
        f"**Seven trillion is the bill for {number(gw_for(SUM_USD_BN, high), -1)} to "
        f"{number(gw_for(SUM_USD_BN, low), -1)} GW of data centres, not for fabs.** At the prices of the case a GW "
        f"costs {number(per_gw)} bn USD, and the reference plan has used up the sum {when} ({early} at "
        f"{facts()['gw_high'].text}, {late} at {facts()['gw_low'].text}). New fabs come to {number(share, 1)} % of "
        "the whole bill to 2036, and are paid for by the price of chips."
    )


def stack_split(results: Results, said: Said) -> str:
    """Return the parts of a GW."""
    rows = by_year(results)
    gw = sum(year.gw for year in rows)
    chips = sum(year.chips for year in rows) / gw
    return (
        f"Of each GW, {number(chips, 1)} bn USD are accelerators, {number(hardware_usd_bn_per_gw(), 1)} servers and "
        f"network, {number(building_usd_bn_per_gw(), 1)} buildings with cooling and power supply, "
        f"{number(facts()['plant'].value, 1)} the power plant."
    )


def answer_power(results: Results, said: Said) -> str:
    """Return what it costs that power comes late, against money that does."""
    late = results.saving(LATE, REFERENCE)
    value = said.value(late)
    if not value:
        return "What late power costs is in the appendix."
    _, first, name = max(point for point in results.parts["calendar"]["points"] if point[0] == STREAM)
    money = results.saving(name, REFERENCE)
    words = f"**Power in the markets a year late costs {value}**"
    if share := said.share(money, late):
        words += f"; money for fabs {years(first)} late costs {share} of that"
    if share := said.share(results.saving(REFERENCE, NO_LIMIT), late):
        words += f". With base demand, more power than the case has saves {share} of that"
    return f"{words}."


def stack_idle(results: Results, said: Said) -> str:
    """Return what would stand idle if the industry built as though there were power enough."""
    idle = results.parts["idle"]
    over = max(
        sum(max(0.0, idle["shipped_gw"][m][year] - idle["available_gw"][m][year]) for m in idle["available_gw"])
        for year in next(iter(idle["available_gw"].values()))
    )
    words = f"With base demand a plan that ignores power makes chips for up to {number(math.ceil(over))} GW too many"
    steps = results.parts["ceiling"]["steps"]
    if not steps or steps[0]["lifts"] != POWER:
        return f"{words}."
    ignored, limited = results.runs[steps[0]["solve"]], results.runs[BUYERS]
    early, whole = (ignored.until("gw", year) - limited.until("gw", year) for year in (2030, 2036))
    return (
        f"{words}; with twice the buyers for {number(early, -1)} GW by 2030 and {number(whole, -1)} by 2036, which "
        "nobody could switch on."
    )


def stack_title(results: Results, said: Said) -> str:
    """Return the finding of the picture."""
    return f"Seven trillion USD, from fab to power plant, is used up {used_up_in(results, SUM_USD_BN)}"


SENTENCES = (answer_stack, stack_split, answer_power, stack_idle, stack_title)
