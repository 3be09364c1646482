"""The five pictures of the page, declared in Altair and drawn without a browser. The colours are Okabe and Ito's."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert as vlc

from examples.seven_trillion.ceiling import BUYERS, HIGH, REFERENCE
from examples.seven_trillion.claims import Said, decimals, is_narrow, span
from examples.seven_trillion.money_stack import by_year
from examples.seven_trillion.pictures.png import packed
from examples.seven_trillion.runs.results import NotSolvedError, Results
from examples.seven_trillion.sentences import SENTENCES
from examples.seven_trillion.sentences.gains import lost
from planner.study.answers.interval import Interval

BLUE, LIGHT, ORANGE, GREEN, GREY, INK = "#0072B2", "#8EC3E6", "#D55E00", "#009E73", "#999999", "#222222"
_SCALE = 2
_NARROW = "A number stands where it is proven to a tenth"
Declared = dict[str, Any]


def draw(folder: Path, results: Results, names: Iterable[str]) -> None:
    """Write pictures as PNG, but for those that need something that is not solved."""
    for name in names:
        try:
            chart = CHARTS[name](results)
        except NotSolvedError:
            continue
        (folder / name).write_bytes(packed(vlc.vegalite_to_png(chart, scale=_SCALE)))


def ladder_chart(results: Results) -> Declared:
    """Return what is shipped at every step of the ladder, in GW by the end of 2030 and after."""
    steps = results.parts["ceiling"]["steps"]
    rungs = [("Base demand", REFERENCE, ""), ("High demand", HIGH, ""), ("Twice the buyers", BUYERS, "")]
    before = BUYERS
    for step in steps:
        rungs.append((f"+ {step['lifts']}", step["solve"], _worth(results.saving(before, step["solve"]))))
        before = step["solve"]
    every = results.parts["ceiling"]["all"]
    if every != before:
        left = " and ".join(results.parts["ceiling"]["left"])
        rungs.append((f"+ {left}", every, _worth(results.saving(before, every))))
    rows: list[Declared] = []
    for label, name, worth in rungs:
        run = results.runs[name]
        early, whole = run.until("gw", 2030), run.total("gw")
        common = {"rung": label, "total": whole, "text": "; ".join(filter(None, (f"{whole:,.0f} GW", worth)))}
        rows += [{**common, "when": "to 2030", "gw": early}, {**common, "when": "2031 to 2036", "gw": whole - early}]
    y = alt.Y("rung:N", sort=[label for label, *_ in rungs], axis=alt.Axis(title=None, labelLimit=280))
    widest = max(row["total"] for row in rows)
    x = alt.X(
        "gw:Q",
        axis=alt.Axis(title="Accelerators shipped [GW all in], in the plan found"),
        scale=alt.Scale(domain=[0, 1.5 * widest]),
    )
    colour = alt.Color(
        "when:N",
        sort=["to 2030", "2031 to 2036"],
        scale=alt.Scale(domain=["to 2030", "2031 to 2036"], range=[BLUE, LIGHT]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    bars = _chart(rows).mark_bar().encode(y=y, x=x, color=colour, order=alt.Order("when:N", sort="descending"))
    texts = _text(rows[::2], dx=6).encode(y=y, x="total:Q", text="text:N")
    chart = alt.layer(bars, texts).properties(width=660, height=38 * len(rungs))
    note = f"Worth: what lifting the rule saves on top of the steps above it [USD, discounted]. {_NARROW}"
    return _dressed(chart, _title("ladder", results), note)


def stack_chart(results: Results) -> Declared:
    """Return the cost of the whole stack to date by its parts."""
    parts = {
        "accelerators": ("chips", BLUE),
        "servers and network": ("hardware", LIGHT),
        "buildings, cooling, power supply": ("building", ORANGE),
        "power plants": ("plant", "#F0B27A"),
    }
    rows: list[Declared] = []
    to_date = dict.fromkeys(parts, 0.0)
    for year in by_year(results):
        for at, (label, (field, _)) in enumerate(parts.items()):
            to_date[label] += getattr(year, field) / 1000
            rows.append({"year": str(year.year), "part": label, "tn": to_date[label], "at": at})
    x = alt.X("year:O", axis=alt.Axis(title="To the end of the year (2036: to the end of September)", labelAngle=0))
    y = alt.Y("tn:Q", axis=alt.Axis(title="Spent to date [trillion USD]"))
    colour = alt.Color(
        "part:N",
        sort=list(parts),
        scale=alt.Scale(domain=list(parts), range=[colour for _, colour in parts.values()]),
        legend=alt.Legend(title=None, orient="bottom", labelLimit=300),
    )
    bars = _chart(rows).mark_bar().encode(x=x, y=y, color=colour, order="at:Q")
    rule = _chart([{"tn": 7}]).mark_rule(color=INK, strokeDash=[6, 4]).encode(y="tn:Q")
    sum_: list[Declared] = [{"tn": 7, "label": "7 trillion USD", "year": rows[0]["year"]}]
    name = _text(sum_, dx=-20, dy=-8).encode(x=x, y="tn:Q", text="label:N")
    chart = alt.layer(bars, rule, name).properties(width=680, height=320)
    fabs = by_year(results)[-1].fabs / 1000
    note = (
        "Accelerators of the reference plan at the prices of the case, the rest at sourced costs of a GW. New fabs are "
        f"{fabs:.2f} trillion of it, in the price of chips"
    )
    return _dressed(chart, _title("stack", results), note)


def calendar_chart(results: Results) -> Declared:
    """Return what each stream costs more than seven trillion at the dates of the case."""
    rows = []
    for usd_bn, first, name in sorted(results.parts["calendar"]["points"]):
        cost, kind, years = results.saving(name, REFERENCE), f"{usd_bn:,.0f} bn a year", first // 4
        when = "from today" if not years else f"{years} year{'s' if years > 1 else ''} late"
        rows.append({**_ends(cost), "label": f"{kind}, {when}", "kind": kind})
    title = "Costs more than the money of the case [bn USD, discounted]; the bar spans what is proven"
    note = f"A steady stream, shared by the funds as in the case. {_NARROW}"
    return _intervals(rows, title, _title("calendar", results), note)


def gains_chart(results: Results) -> Declared:
    """Return what is lost without each fund and each host country."""
    rows = [
        {**_ends(loss), "label": name, "kind": kind}
        for part, kind in (("places", "no new fabs in the country"), ("funds", "fund pays nothing"))
        for name, loss in sorted(lost(results, part).items(), key=lambda one: -one[1].high)
    ]
    title = "Lost if one leaves and the others do their best [bn USD, discounted]; the bar spans what is proven"
    note = f"Countries: without limits on shares of a place; funds: the reference. {_NARROW}"
    return _intervals(rows, title, _title("gains", results), note)


def starts_chart(results: Results) -> Declared:
    """Return what starts in the first year of each future."""
    part = results.parts["starts"]
    order = sorted(part["counts"], key=lambda item: (-min(part["counts"][item]), -sum(part["counts"][item]), item))
    shown = [
        {"item": item, "future": future, "count": count, "in_all": min(part["counts"][item]) > 0}
        for item in order
        for future, count in zip(part["futures"], part["counts"][item], strict=True)
        if count
    ]
    y = alt.Y("item:N", sort=order, axis=alt.Axis(title=None, labelLimit=320))
    x = alt.X("future:N", sort=part["futures"], axis=alt.Axis(title=None, orient="top", labelAngle=-35, labelLimit=220))
    colour = alt.Color(
        "in_all:N",
        scale=alt.Scale(domain=[True, False], range=[BLUE, "#C9DDEB"]),
        legend=alt.Legend(title=None, orient="bottom", labelExpr="datum.value ? 'in all futures' : 'not in all'"),
    )
    cells = _chart(shown).mark_rect(stroke="white", strokeWidth=2).encode(x=x, y=y, color=colour)
    numbers = [
        _text([row for row in shown if row["in_all"] is is_common], align="center", color=ink).encode(
            x=x, y=y, text="count:Q"
        )
        for is_common, ink in ((True, "white"), (False, INK))
    ]
    size = {"width": 62 * len(part["futures"]), "height": 24 * len(order)}
    note = "Phases, shells and lumps that start within the first year in the best plan found of each future"
    return _dressed(alt.layer(cells, *numbers).properties(**size), _title("starts", results), note)


CHARTS: Mapping[str, Callable[[Results], Declared]] = {
    "ladder.png": ladder_chart,
    "stack.png": stack_chart,
    "calendar.png": calendar_chart,
    "gains.png": gains_chart,
    "starts.png": starts_chart,
}


def _ends(interval: Interval) -> Declared:
    text = span(interval, decimals(interval)) if is_narrow(interval) else ""
    return {"low": interval.low, "high": interval.high, "text": text}


def _worth(interval: Interval) -> str:
    return f"worth {span(interval, decimals(interval))} bn" if is_narrow(interval) else ""


def _title(name: str, results: Results) -> str:
    return SENTENCES[f"{name}_title"](results, Said())


def _intervals(rows: list[Declared], x_title: str, title: str, note: str) -> Declared:
    """Return intervals as bars, one a row, with their ends in figures."""
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], axis=alt.Axis(title=None, labelLimit=280))
    lowest = min(0.0, *(row["low"] for row in rows))
    widest = alt.Scale(domain=[lowest, 1.25 * max(row["high"] for row in rows)], nice=False)
    x = alt.X("low:Q", axis=alt.Axis(title=x_title), scale=widest)
    colour = alt.Color(
        "kind:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[GREY, ORANGE, BLUE, GREEN][: len(kinds)]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    bars = _chart(rows).mark_rule(strokeWidth=9).encode(y=y, x=x, x2="high:Q", color=colour)
    ends = _chart(rows).mark_tick(thickness=2, size=16).encode(y=y, x="high:Q", color=colour)
    texts = _text(rows, dx=8).encode(y=y, x="high:Q", text="text:N")
    return _dressed(alt.layer(bars, ends, texts).properties(width=640, height=34 * len(rows)), title, note)


def _chart(rows: list[Declared]) -> Any:
    return alt.Chart(alt.InlineData(values=rows))


def _text(rows: list[Declared], align: Any = "left", color: str = INK, dx: int = 0, dy: int = 0) -> Any:
    return _chart(rows).mark_text(align=align, dx=dx, dy=dy, fontSize=12, color=color)


def _dressed(chart: Any, title: str, note: str) -> Declared:
    """Return a chart with its finding, what it shows, and type that can be read from a distance."""
    source = "Source: examples/seven_trillion/results.json, from inputs/world.xlsx"
    head = alt.TitleParams(
        text=title, subtitle=[note, source], anchor="start", fontSize=18, subtitleFontSize=12, offset=16
    )
    declared: Declared = (
        chart.properties(title=head, padding=20, background="white")
        .configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#E5E5E5")
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=12)
        .to_dict()
    )
    return declared
