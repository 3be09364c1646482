"""Sense of power: rows that limit nothing, figures that nothing uses, and power to date that was entered by period."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Deployment, Node, Pair, Product, SitePower


def power_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about power at sites and in markets."""
    yield from _connections(draft)
    for node in draft.entries(Node, "power_mw_per_phase", "idle_power"):
        if node.record.idle_power < 1 and node.record.power_mw_per_phase == 0:
            value, fix = draft.words.share(node.record.idle_power), "clear it, or write the power of a phase"
            yield node.problem(codes.NO_EFFECT, "idle_power", found=value, fix=fix)
    yield from _deployment(draft)
    entries: tuple[Entry[SitePower] | Entry[Deployment], ...] = (*draft.entries(SitePower), *draft.entries(Deployment))
    for entry in entries:
        yield from _falling(draft, entry)


def _connections(draft: Draft) -> Iterator[Problem]:
    drawing = {node.name for node in draft.records(Node, "name", "power_mw_per_phase") if node.power_mw_per_phase > 0}
    sites = {pair.site for pair in draft.records(Pair, "site", "node") if pair.node in drawing}
    for entry in draft.entries(SitePower, "site"):
        if entry.record.site not in sites:
            expected = "a site where a node with power_mw_per_phase may be built"
            yield entry.problem(codes.ROW_IDLE, "site", found=entry.record.site, expected=expected)


def _deployment(draft: Draft) -> Iterator[Problem]:
    limited, drawing = (
        draft.all(Deployment),
        [one for one in draft.entries(Product, "power_kw") if one.record.power_kw > 0],
    )
    if limited and not drawing and draft.is_whole(Product, "power_kw"):
        fix = f"write the power_kw of the products, or delete the {draft.words.row}s: nothing draws power"
        yield limited[0].problem(codes.ROW_IDLE, "market", found=f"{len(limited)} {draft.words.row}s", fix=fix)
    if limited or not draft.is_whole(Deployment):
        return
    fix = f"clear it, or give the power of a market {draft.words.listing(Deployment)}"
    for product in drawing:
        yield product.problem(codes.NO_EFFECT, "power_kw", found=plain(product.record.power_kw), fix=fix)
    if draft.settings is not None and draft.settings.record.deployment_overhead > 0:
        value = draft.words.share(draft.settings.record.deployment_overhead)
        yield draft.settings.problem(codes.NO_EFFECT, "deployment_overhead", found=value, fix=fix)


def _falling(draft: Draft, entry: Entry[SitePower] | Entry[Deployment]) -> Iterator[Problem]:
    mw = entry.record.mw if draft.calendar else ()
    for t in range(1, len(mw)):
        if mw[t] < mw[t - 1]:
            added = f"{mw[t - 1] + mw[t]:g}" if t == 1 else "the sum to date"
            fix = f"write MW to date: {added} if {mw[t]:g} MW are added then; as it stands no more may be in use before"
            yield entry.problem(
                codes.POWER_FALLS,
                "mw",
                found=f"{mw[t]:g} MW after {mw[t - 1]:g}",
                expected="no less than before",
                fix=fix,
                period=t,
            )
            return
