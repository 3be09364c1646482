"""Tables of page and appendix, as Markdown."""

import math
from collections.abc import Iterator, Sequence

from examples.seven_trillion import starts
from examples.seven_trillion.calendar_of_money import named
from examples.seven_trillion.ceiling import BUYERS, REFERENCE
from examples.seven_trillion.claims import is_narrow, number, span
from examples.seven_trillion.money_stack import by_year
from examples.seven_trillion.runs.results import Results, Run
from examples.seven_trillion.sentences.gains import lost
from planner.study.answers.interval import Interval

Rows = Sequence[Sequence[str]]
OPEN = " *"
"""What follows a difference whose interval is wider than a tenth of its smaller end."""


def markdown(head: Sequence[str], rows: Rows, words: int = 1) -> str:
    """Return a table whose first columns are words and whose others are numbers."""
    line = [" --- " if at < words else " ---: " for at in range(len(head))]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(line)}|", *(f"| {' | '.join(row)} |" for row in rows)])


def cost_cell(difference: Interval, places: int = 0) -> str:
    """Return the ends of a difference; with a star where the page may not use it as a number."""
    is_open = math.isfinite(difference.width) and difference.high != 0 and not is_narrow(difference)
    return span(difference, places) + (OPEN if is_open else "")


def solve_table(results: Results) -> str:
    """Return every solve with what is known of it."""
    head = ("variant", "least cost [bn USD]", "width [%]", "status", "time [s]", "plan of")
    rows = [
        (
            run.name,
            span(run.interval, 1),
            number(run.gap_pct, 2),
            run.status,
            number(run.seconds),
            "its own" if run.plan_of == run.name else run.plan_of,
        )
        for run in results.runs.values()
    ]
    return markdown(head, rows)


def _of_run(run: Run) -> tuple[str, ...]:
    return (
        number(run.total("packages_mn"), 1),
        number(run.until("gw", 2030)),
        number(run.total("gw")),
        number(run.total("drawn_usd_bn")),
    )


_FIGURES = ("accelerators [mn]", "GW to 2030", "GW to 2036", "drawn [bn USD]")


def ladder_table(results: Results) -> str:
    """Return the ladder: what each step is worth on top of those before, and what the plan ships."""
    head = ("lifted, one after the other", "worth [bn USD]", *_FIGURES)
    rows = [
        ("nothing: base demand", "", *_of_run(results.runs[REFERENCE])),
        ("nothing: twice the buyers", "", *_of_run(results.runs[BUYERS])),
    ]
    before = BUYERS
    for step in results.parts["ceiling"]["steps"]:
        worth = cost_cell(results.saving(before, step["solve"]))
        rows.append((f"+ {step['lifts']}", worth, *_of_run(results.runs[step["solve"]])))
        before = step["solve"]
    every = results.parts["ceiling"]["all"]
    if before != every:
        left = " and ".join(results.parts["ceiling"]["left"])
        rows.append((f"+ {left}", cost_cell(results.saving(before, every)), *_of_run(results.runs[every])))
    return markdown(head, rows)


def tried_table(results: Results) -> str:
    """Return what was tried at each step of the ladder."""
    steps = results.parts["ceiling"]["steps"]
    before = [BUYERS, *(step["solve"] for step in steps)]
    names = sorted({name for step in steps for name in step["tried"]})
    rows = [
        (
            name,
            *(
                cost_cell(results.saving(from_, step["tried"][name])) if name in step["tried"] else "lifted"
                for from_, step in zip(before, steps, strict=False)
            ),
        )
        for name in names
    ]
    return markdown(("worth on top of what is lifted [bn USD]", *(f"step {n + 1}" for n in range(len(steps)))), rows)


def by_year_table(results: Results) -> str:
    """Return accelerators and GW by year, of base demand and of the ladder's end."""
    one, other = results.runs[REFERENCE], results.runs[results.parts["ceiling"]["all"]]
    lifted = ("shipped, all lifted [mn]", "GW, all lifted", "cost, all lifted [USD]")
    head = ("year", "wanted [mn]", "shipped [mn]", "GW", "drawn [bn USD]", "cost [USD]", *lifted)
    rows = [
        (
            year,
            number(one.of("wanted_mn", year), 1),
            number(one.of("packages_mn", year), 1),
            number(one.of("gw", year), 1),
            number(one.of("drawn_usd_bn", year), 1),
            number(one.of("cost_usd", year)),
            number(other.of("packages_mn", year), 1),
            number(other.of("gw", year), 1),
            number(other.of("cost_usd", year)),
        )
        for year in one.figures["wanted_mn"]
    ]
    return markdown(head, rows)


def split_table(results: Results) -> str:
    """Return what the reference plan pays for, by node and region, the most first."""
    run = results.runs[REFERENCE]
    total = run.total("drawn_usd_bn")
    rows = [
        (kind, name, number(usd_bn, 1), number(100 * usd_bn / total))
        for kind, of in (("node", "by_node"), ("region", "by_region"), ("fund", "by_fund"))
        for name, usd_bn in run.figures[of].items()
    ]
    return markdown(("by", "name", "drawn [bn USD]", "share [%]"), rows, words=2)


def stack_table(results: Results) -> str:
    """Return the whole stack by year."""
    head = ("year", "GW", "accelerators", "other hardware", "building", "power plant", "to date", "new fabs to date")
    rows = [
        (
            str(row.year),
            number(row.gw, 1),
            *(number(part) for part in (row.chips, row.hardware, row.building, row.plant, row.to_date, row.fabs)),
        )
        for row in by_year(results)
    ]
    return markdown(head, rows)


def power_table(results: Results) -> str:
    """Return what other power in the markets costs or saves."""
    rows = [(f"{name} saves", cost_cell(results.saving(REFERENCE, name), 1)) for name in ("power a quarter more",)]
    rows += [("power without limit saves", cost_cell(results.saving(REFERENCE, "power without limit"), 1))]
    rows += [("power a year late costs", cost_cell(results.saving("power a year late", REFERENCE), 1))]
    return markdown(("against the reference", "bn USD"), rows)


def idle_table(results: Results) -> str:
    """Return by market what can be switched on, what the reference ships, and what a plan that ignores power ships."""
    idle = results.parts["idle"]
    last = max(next(iter(idle["available_gw"].values())), key=int)
    years = (*(year for year in ("2028", "2030", "2032") if int(year) < int(last)), last)
    head = ("market", *(f"{year}: power, reference, power ignored [GW]" for year in years))
    rows = [
        (
            market,
            *(
                " / ".join(number(idle[of][market][year]) for of in ("available_gw", "built_gw", "shipped_gw"))
                for year in years
            ),
        )
        for market in idle["available_gw"]
    ]
    return markdown(head, rows)


def calendar_table(results: Results) -> str:
    """Return what each stream of money costs against the money of the case."""
    head = ("stream [bn USD a year]", "first money after [quarters]", "costs more [bn USD]", *_FIGURES)
    rows = [
        (
            number(usd_bn),
            number(first),
            cost_cell(results.saving(named(usd_bn, first), REFERENCE), 1),
            *_of_run(results.runs[named(usd_bn, first)]),
        )
        for usd_bn, first, _ in sorted(results.parts["calendar"]["points"])
    ]
    return markdown(head, rows, words=0)


def funds_table(results: Results) -> str:
    """Return the shares of the funds, and what is lost without each."""
    head = (
        "fund",
        "share [bn USD]",
        "alone [bn USD]",
        "lost if it leaves [bn USD]",
        "the others' shares shrink by [bn USD]",
    )
    losses = lost(results, "funds")
    rows = [
        (
            name,
            *(cost_cell(Interval(*one[of]), 1) for of in ("share", "alone")),
            cost_cell(losses[name], 1),
            cost_cell(Interval(*one["others"]), 1),
        )
        for name, one in results.parts["funds"]["players"].items()
    ]
    return markdown(head, rows)


def places_table(results: Results) -> str:
    """Return what is lost without new fabs in each host country."""
    part = results.parts["places"]
    rows = [
        (name, cost_cell(loss, 1), *_of_run(results.runs[part["players"][name]["without"]]))
        for name, loss in lost(results, "places").items()
    ]
    return markdown(("without new fabs in", "lost [bn USD]", *_FIGURES), rows)


def returns_table(results: Results) -> str:
    """Return what funds and owners earn."""
    head = ("", "name", "invested [bn USD]", "NPV [bn USD]", "at [%]", "IRR [% a year]", "paid back")
    rows = [
        (
            row["kind"].lower(),
            row["name"],
            number(row["invested_usd_bn"], 1),
            "price missing" if row["lacking"] else number(row["npv_usd_bn"], 1),
            number(row["rate_pct"], 1),
            "price missing" if row["lacking"] else "none" if row["irr_pct"] is None else number(row["irr_pct"], 1),
            row["payback"],
        )
        for row in results.parts["returns"]["rows"]
    ]
    return markdown(head, rows, words=2)


def starts_table(results: Results) -> str:
    """Return what starts in the first year of each future."""
    part = results.parts["starts"]
    rows = [
        (item, *(number(count) for count in counts), number(min(counts)))
        for item, counts in sorted(part["counts"].items(), key=lambda pair: (-min(pair[1]), -sum(pair[1]), pair[0]))
    ]
    return markdown(("starts in the first year", *part["futures"], "in all"), rows)


def regret_table(results: Results) -> str:
    """Return how far each decision lies above the best plan of each future."""
    head = ("future", "best plan [bn USD]", "reference unchanged", "approve the list", "start nothing for a year")
    return markdown(head, list(_regrets(results)))


def _regrets(results: Results) -> Iterator[tuple[str, ...]]:
    for future in results.parts["futures"]["names"]:
        best = starts.solve_of(future)
        yield (
            future,
            span(results.runs[best].interval, 1),
            *(
                cost_cell(results.saving(name, best), 1) if (name := starts.of(how, future)) in results.runs else ""
                for how in (starts.CARRIED_OUT, starts.APPROVED, starts.WAITED)
            ),
        )
