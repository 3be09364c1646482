"""The data of a plan's page: sentences, tiles, tables and charts. Written once by the worker."""

from dataclasses import asdict
from typing import Any

from planner.audit import Audit
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.contract.plain_json import finite
from planner.report.figures.headline import Figures, figures
from planner.report.plan_charts import charts, sites_over_time
from planner.report.words.beside import beside_budget, beside_capex, beside_coverage, beside_phases
from planner.report.words.causes import causes
from planner.report.words.nothing import full_answer
from planner.report.words.phrases import (
    coverage_sentence,
    coverage_words,
    gap_percent,
    has_bound,
    has_plan,
    objective_words,
    status_sentence,
    status_word,
)
from planner.report.words.remarks import objective_sentence
from planner.report.words.risk import risk_sentence
from planner.report.words.verdict import audit_lines
from planner.web.view.tables import tables


def view_of(case: Case, plan: Plan, audit: Audit) -> dict[str, Any]:
    """Return everything but the charts."""
    headline = figures(case, plan)
    view: dict[str, Any] = finite(
        {
            "case_name": case.settings.case_name,
            "subtitle": _subtitle(case),
            "answer": full_answer(case, plan, headline),
            "proven": _proven(case, plan, headline),
            "audit": {"clean": audit.clean, "lines": list(audit_lines(audit)[:50])},
            "tiles": _tiles(headline),
            "causes": causes(case, plan) if has_plan(headline) else [],
            "tables": tables(case, plan),
            "figures": asdict(headline),
            "periods": list(case.calendar.labels()),
            "starts": [[s.site, s.node, case.calendar.label(s.period), s.phases] for s in plan.starts],
            "run": dict(plan.run),
        }
    )
    return view


def charts_of(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the charts by name, each with what it shows in words."""
    all_charts = [sites_over_time(case, plan), *charts(case, plan)]
    return {one.name: {"words": one.words, "spec": one.chart} for one in all_charts if one is not None}


def _proven(case: Case, plan: Plan, headline: Figures) -> list[str]:
    objective = objective_sentence(case, headline) if has_plan(headline) else ""
    lines = status_sentence(headline), objective, risk_sentence(case, plan), coverage_sentence(headline)
    return [line for line in lines if line]


def _subtitle(case: Case) -> str:
    horizon = f"{case.calendar.label(0)} to {case.calendar.label(case.calendar.last)}"
    money = f"real USD of {case.settings.price_year}" if case.settings.price_year else "real USD"
    return f"{horizon} · {money} · {objective_words(case)}"


def _tiles(headline: Figures) -> list[dict[str, str]]:
    served, missing = ("", "short") if headline.is_short else ("good", "")
    gap = gap_percent(headline) if has_bound(headline) else "–"
    tiles = (
        ("Demand covered", coverage_words(headline), beside_coverage(headline), served),
        ("Shortage", f"{headline.shortage_kunits:,.0f}", f"kunits of {headline.demand_kunits:,.0f} demanded", missing),
        ("Capex", f"{headline.capex_usd_bn:,.1f}", f"bn USD, {beside_capex(headline)}", ""),
        ("Budget", f"{headline.budget_usd_bn:,.1f}", f"bn USD, {beside_budget(headline)}", ""),
        ("Phases", f"{headline.phases:,}", beside_phases(headline), ""),
        ("Sites", f"{headline.sites:,}", "with new phases", ""),
        ("Gap to the best", gap, status_word(headline), ""),
    )
    return [{"label": label, "value": value, "below": below, "tone": tone} for label, value, below, tone in tiles]
