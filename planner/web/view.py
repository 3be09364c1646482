"""What the page of a plan shows, as plain data: sentences, tiles, tables and charts. Made by the worker, once."""

from dataclasses import asdict
from typing import Any

from planner.case.records import Case
from planner.plan.audit import Audit
from planner.plan.records import Plan
from planner.report.built import count
from planner.report.causes import causes
from planner.report.charted import charts, sites_over_time
from planner.report.figures import Figures, figures
from planner.report.phrases import (
    OBJECTIVES,
    answer,
    coverage_sentence,
    gap_percent,
    has_bound,
    has_plan,
    status_sentence,
    status_word,
)
from planner.report.plain import finite
from planner.report.remarks import objective_sentence
from planner.report.shares import percent
from planner.report.verdict import audit_lines
from planner.web.view_tables import tables


def view_of(case: Case, plan: Plan, audit: Audit) -> dict[str, Any]:
    """Return everything but the charts."""
    found = figures(case, plan)
    view: dict[str, Any] = finite(
        {
            "case_name": case.settings.case_name,
            "subtitle": _subtitle(case),
            "answer": answer(found),
            "proven": _proven(case, found),
            "audit": {"clean": audit.clean, "lines": list(audit_lines(audit)[:50])},
            "tiles": _tiles(found),
            "causes": causes(case, plan) if has_plan(found) else [],
            "tables": tables(case, plan),
            "figures": asdict(found),
            "periods": list(case.calendar.labels()),
            "starts": [[s.site, s.node, case.calendar.label(s.period), s.phases] for s in plan.starts],
            "run": dict(plan.run),
        }
    )
    return view


def charts_of(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the charts by name, each with what it shows in words."""
    found = [sites_over_time(case, plan), *charts(case, plan)]
    return {one.name: {"words": one.words, "spec": one.chart} for one in found if one is not None}


def _proven(case: Case, found: Figures) -> list[str]:
    objective = objective_sentence(case, found) if has_plan(found) else ""
    return [line for line in (status_sentence(found), objective, coverage_sentence(found)) if line]


def _subtitle(case: Case) -> str:
    horizon = f"{case.calendar.label(0)} to {case.calendar.label(case.calendar.last)}"
    money = f"real USD of {case.settings.price_year}" if case.settings.price_year else "real USD"
    return f"{horizon} · {money} · {OBJECTIVES[case.settings.objective]}"


def _tiles(found: Figures) -> list[dict[str, str]]:
    drawn = f"{100 * found.drawn_usd_bn / found.budget_usd_bn:.0f} % drawn" if found.budget_usd_bn > 0 else "no budget"
    credit = f"{found.credits_usd_bn:,.1f} bn of it credits" if found.credits_usd_bn else "before credits"
    lumps = f"and {count(found.lumps, 'lump')} converted" if found.lumps else "new"
    served, missing = ("", "short") if found.is_short else ("good", "")
    worst = "of the whole horizon"
    if found.worst_coverage_pct < found.coverage_pct - 1e-9:
        worst = f"{found.worst_coverage_pct:.1f} % in the worst scenario"
    gap = gap_percent(found) if has_bound(found) else "–"
    tiles = (
        ("Demand covered", percent(found.coverage_pct), worst, served),
        ("Shortage", f"{found.shortage_kunits:,.0f}", f"kunits of {found.demand_kunits:,.0f} demanded", missing),
        ("Capex", f"{found.capex_usd_bn:,.1f}", f"bn USD, {credit}", ""),
        ("Budget", f"{found.budget_usd_bn:,.1f}", f"bn USD, {drawn}", ""),
        ("Phases", f"{found.phases:,}", lumps, ""),
        ("Sites", f"{found.sites:,}", "with new phases", ""),
        ("Gap to the best", gap, status_word(found), ""),
    )
    return [{"label": label, "value": value, "below": below, "tone": tone} for label, value, below, tone in tiles]
