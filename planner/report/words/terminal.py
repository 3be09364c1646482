"""The plan on a terminal of 80 columns: what is proven, the figures, what is built, coverage by year, what binds."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from planner.case.records import Case
from planner.plan.records import Plan, Status
from planner.report.figures.built import built, count, extras
from planner.report.figures.cash import by_year as cash_by_year
from planner.report.figures.cash import total_cash
from planner.report.figures.headline import Figures, figures
from planner.report.figures.service import by_year, services, year_names
from planner.report.figures.value.returns import value
from planner.report.words.beside import beside_new
from planner.report.words.binding import headlines
from planner.report.words.decisions import open_sentence
from planner.report.words.formats import percent
from planner.report.words.nothing import full_answer
from planner.report.words.phrases import (
    answer,
    coverage_sentence,
    coverage_words,
    edits_sentence,
    has_plan,
    status_sentence,
)
from planner.report.words.returns import ReturnRow, return_rows
from planner.report.words.risk import risk_sentence
from planner.report.words.unspent import unspent_sentence

_MAX_BUILT = 12
_MAX_BINDING = 5
_STYLES = {Status.OPTIMAL: "bold green", Status.FEASIBLE: "bold yellow", Status.CANCELLED: "bold yellow"}


def summary_text(case: Case, plan: Plan) -> str:
    """Return the summary as plain text of 80 columns."""
    console = Console(width=80, file=StringIO(), color_system=None, force_jupyter=False)
    with console.capture() as captured:
        console.print(summary_lines(case, plan))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def summary_lines(case: Case, plan: Plan) -> RenderableType:
    """Return the summary of a plan as something that rich prints; without a plan, the status alone."""
    headline = figures(case, plan)
    status = _status(headline)
    if not has_plan(headline):
        return status
    more = (
        coverage_sentence(headline),
        risk_sentence(case, plan),
        unspent_sentence(case, plan, headline),
        open_sentence(case, plan),
    )
    proven = [status, *(Text(sentence) for sentence in (*more, edits_sentence(plan)) if sentence)]
    parts: list[RenderableType] = [
        Text(full_answer(case, plan, headline)),
        *proven,
        Text(),
        _key_figures(headline),
        Text(),
    ]
    is_built = plan.starts or plan.shells_built
    parts += [_built_table(case, plan), Text(), _year_table(case, plan)] if is_built else [_year_table(case, plan)]
    worth = value(case, plan)
    if worth is not None:
        parts += [Text(), *returns_lines(return_rows(worth))]
    binding = headlines(case, plan, _MAX_BINDING)
    if binding:
        parts += [Text(), Text("What binds", style="bold"), *(Text(f"  {line.sentence}") for line in binding)]
    return Group(*parts)


def returns_lines(rows: Iterable[ReturnRow]) -> list[RenderableType]:
    """Return what funds get back, where the case has transfer prices; nothing without rows."""
    table = _table("What comes back, at transfer prices")
    for head in ("fund", "NPV, bn USD", "IRR, % a year", "paid back"):
        table.add_column(head, justify="left" if head == "fund" else "right", no_wrap=True)
    for name, npv, rate, back in rows:
        amounts = (f"{one:,.{digits}f}" if isinstance(one, float) else one for one, digits in ((npv, 2), (rate, 1)))
        table.add_row(name, *amounts, back)
    return [table] if table.row_count else []


def headline_lines(headline: Figures) -> list[RenderableType]:
    """Return what can be said without the case: the answer, what is proven, and the key figures."""
    if not has_plan(headline):
        return [_status(headline)]
    proven = [_status(headline), *(Text(sentence) for sentence in (coverage_sentence(headline),) if sentence)]
    return [Text(answer(headline)), *proven, Text(), _key_figures(headline)]


def _status(headline: Figures) -> Text:
    return Text(status_sentence(headline), style=_STYLES.get(headline.status, "bold red"))


def _key_figures(headline: Figures) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column()
    worst = f", {headline.worst_coverage_pct:.1f} % in the worst scenario" if _spread(headline) else ""
    demanded = f"of {headline.demand_kunits:,.0f} kunits demanded" if headline.has_demand else "nothing is demanded"
    table.add_row("coverage", coverage_words(headline), f"{demanded}{worst}")
    table.add_row("shortage", f"{headline.shortage_kunits:,.1f}", "kunits")
    what = ", ".join(filter(None, ("bn USD before credits", beside_new(headline), "undiscounted")))
    table.add_row("capex", f"{headline.capex_usd_bn:,.1f}", what)
    table.add_row("drawn", f"{headline.drawn_usd_bn:,.1f}", f"bn USD of a budget of {headline.budget_usd_bn:,.1f}")
    table.add_row("phases", f"{headline.phases}", f"at {count(headline.sites, 'site')}")
    if headline.shells:
        table.add_row("shells", f"{headline.shells}", "built")
    if headline.lumps:
        table.add_row("lumps", f"{headline.lumps}", "converted")
    if headline.retired:
        table.add_row("retired", f"{headline.retired}", "fabs that stand already")
    table.add_row("objective", f"{headline.objective:,.3f}", f"bn USD, bound {headline.bound:,.3f}")
    return table


def _spread(headline: Figures) -> bool:
    return headline.worst_coverage_pct < headline.coverage_pct - 1e-9


def _built_table(case: Case, plan: Plan) -> Table:
    table = _table("What is built, where and when")
    table.add_column("site", overflow="ellipsis", no_wrap=True, max_width=22)
    table.add_column("node", overflow="ellipsis", no_wrap=True, max_width=14)
    for head in ("phases", "first start", "first output", "bn USD"):
        table.add_column(head, justify="right", no_wrap=True)
    lines, name = built(case, plan), case.calendar.label
    for line in lines[:_MAX_BUILT]:
        start, output = name(line.first_start), name(line.first_output)
        table.add_row(line.site, line.node, f"{line.phases}", start, output, f"{line.capex_usd_bn:,.1f}")
    rest = lines[_MAX_BUILT:]
    if rest:
        capex = sum(line.capex_usd_bn for line in rest)
        table.add_row(f"{len(rest)} more", "", f"{sum(line.phases for line in rest)}", "", "", f"{capex:,.1f}")
    for extra in extras(case, plan):
        table.add_row(extra.what, "", "", "", "", f"{extra.capex_usd_bn:,.1f}")
    return table


def _year_table(case: Case, plan: Plan) -> Table:
    table = _table("By year")
    for head in ("year", "demand", "shipped", "shortage", "covered %", "budget", "drawn"):
        table.add_column(head, justify="left" if head == "year" else "right", no_wrap=True)
    cash = total_cash(case, plan)
    budget, drawn = cash_by_year(case, cash.available_usd_bn), cash_by_year(case, cash.drawn_usd_bn)
    names = year_names(case)
    for year, service in by_year(case, services(case, plan)).items():
        kunits = (service.demand_kunits, service.shipped_kunits, service.shortage_kunits)
        covered = percent(service.coverage_pct).removesuffix(" %") if service.settled_kunits > 0 else ""
        table.add_row(
            names[year], *(f"{value:,.1f}" for value in kunits), covered, f"{budget[year]:,.1f}", f"{drawn[year]:,.1f}"
        )
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim", pad_edge=False)
