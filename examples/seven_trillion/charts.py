"""The pictures of the page, declared in Altair and drawn without a browser. The colours are Okabe and Ito's."""

from pathlib import Path
from typing import Any

import altair as alt
import vl_convert as vlc

from examples.seven_trillion.compare import largest, savings
from examples.seven_trillion.png import packed
from examples.seven_trillion.results import Results
from examples.seven_trillion.sentences import coverage_title, helps_title

COVERAGE, HELPS = "coverage.png", "what_helps.png"
BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#999999", "#222222"
_SCALE = 2
Declared = dict[str, Any]
_VERDICTS = {True: "significant", False: "not significant"}


def draw(folder: Path, results: Results) -> None:
    """Write both pictures as PNG."""
    for name, declared in ((COVERAGE, coverage_chart(results)), (HELPS, helps_chart(results))):
        (folder / name).write_bytes(packed(vlc.vegalite_to_png(declared, scale=_SCALE)))


def coverage_chart(results: Results) -> Declared:
    """Return coverage, and the money that is drawn, against the budget."""
    rows: list[Declared] = [
        {
            "budget": run.budget_usd_bn / 1000,
            "coverage": run.value("coverage"),
            "drawn": run.value("drawn") / 1000,
            "share": f"{run.value('coverage'):.1f}",
            "sum": f"{run.value('drawn') / 1000:.2f}",
        }
        for run in results.budgets
    ]
    budgets = [row["budget"] for row in rows]
    x = alt.X(
        "budget:Q",
        scale=alt.Scale(type="log", domain=[0.8 * min(budgets), 1.6 * max(budgets)]),
        axis=alt.Axis(title="Budget [trillion USD, log scale]", values=budgets, format="~g", grid=False),
    )
    most_drawn = max(row["drawn"] for row in rows)
    panels = [
        _panel(
            rows, x, alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, most]), axis=alt.Axis(title=title)), text, colour
        )
        for field, title, most, text, colour in (
            ("coverage", "Demand covered over the horizon [%]", 105, "share", BLUE),
            ("drawn", "Money drawn from the funds [trillion USD]", 1.25 * most_drawn, "sum", ORANGE),
        )
    ]
    return _dressed(alt.hconcat(*panels, spacing=40), coverage_title(results), results)


def _panel(rows: list[Declared], x: Any, y: Any, text: str, colour: str) -> Any:
    base = _chart(rows).encode(x=x, y=y)
    line = base.mark_line(color=colour, point=alt.OverlayMarkDef(color=colour, size=70), strokeWidth=2.5)
    news = [row for at, row in enumerate(rows) if at in (0, len(rows) - 1) or row[text] != rows[at - 1][text]]
    names = _chart(news).mark_text(dx=4, dy=16, align="left", fontSize=13, color=INK).encode(x=x, y=y, text=f"{text}:N")
    return alt.layer(line, names).properties(width=400, height=280)


def helps_chart(results: Results) -> Declared:
    """Return what every change saves, with what is proven of it."""
    rows: list[Declared] = [
        {
            "change": one.run.name[0].upper() + one.run.name[1:],
            "saving": one.usd_bn,
            "least": one.least_usd_bn,
            "most": one.most_usd_bn,
            "verdict": _VERDICTS[one.is_significant],
            "text": f"coverage {one.run.value('coverage'):.1f} % ({one.coverage_points:+.1f})",
        }
        for one in savings(results)
    ]
    y = alt.Y("change:N", sort=[row["change"] for row in rows], axis=alt.Axis(title=None, labelLimit=260))
    colour = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=[_VERDICTS[True], _VERDICTS[False]], range=[BLUE, GREY]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    x = alt.X(
        "saving:Q", axis=alt.Axis(title="Saved on the plain plan [bn USD, discounted]; the bar spans what is proven")
    )
    base = _chart(rows).encode(y=y)
    zero = _chart([{"zero": 0}]).mark_rule(color=INK).encode(x="zero:Q")
    proven = base.mark_rule(strokeWidth=7, opacity=0.4).encode(x="least:Q", x2="most:Q", color=colour)
    points = base.mark_point(filled=True, size=130, opacity=1).encode(x=x, color=colour)
    labels = base.mark_text(align="left", dx=10, fontSize=12, color=INK).encode(x="most:Q", text="text:N")
    chart = alt.layer(zero, proven, points, labels).properties(width=640, height=40 * max(1, len(rows)))
    return _dressed(chart, helps_title(results), results, "; in brackets: difference in percentage points")


def _chart(rows: list[Declared]) -> Any:
    return alt.Chart(alt.InlineData(values=rows))


def _dressed(chart: Any, title: str, results: Results, note: str = "") -> Declared:
    """Return a chart with its finding, what it rests on, and type that can be read from a distance."""
    about, run = results.about, largest(results)
    rests_on = (
        f"Source: examples/seven_trillion/results.csv, from world.xlsx, {about['first_period']} to "
        f"{about['last_period']}; largest gap {max(one.value('gap') for one in results.runs):.1f} %"
    )
    covered = f"{run.value('coverage'):.1f} % of the demand covered"
    plain = f"Plain plan at {run.budget_usd_bn / 1000:g} trillion USD: {covered}{note}"
    head = alt.TitleParams(
        text=title, subtitle=[plain, rests_on], anchor="start", fontSize=18, subtitleFontSize=12, offset=16
    )
    declared: Declared = (
        chart.properties(title=head, padding=20, background="white")
        .configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#E5E5E5")
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=12)
        .to_dict()
    )
    return declared
