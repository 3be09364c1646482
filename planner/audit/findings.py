"""The result of an audit: findings, the ledger that collects them, and all tolerances.

A comparison passes within `absolute + RELATIVE * max(|found|, |allowed|)`. Solvers hold each row to about 1e-6 in the
row's own unit, and a check may add up several rows and rounded counts, so the absolute parts are a little wider. They
stay far below anything that a planner would call a decision: ten thousand dollars, a tenth of a unit or of a wafer.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.case.calendar import Calendar

RELATIVE = 1e-6
USD_BN = 1e-5
KUNITS = 1e-4
KWAFERS = 1e-4
KWSPM = 1e-4
MW = 1e-3
TOOLS = 1e-4
COUNT = 1e-6


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a plan breaks. `period` is an ordinal, None where the rule holds for the whole horizon."""

    rule: str
    where: str
    period: int | None
    found: float | str
    allowed: float | str
    message: str

    def __str__(self) -> str:
        """Return one readable line."""
        return f"{self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict: findings, the objective and cost lines as recomputed, and the number of comparisons made."""

    findings: tuple[Finding, ...]
    objective: float
    cost_usd_bn: Mapping[str, float]
    checks: int

    @property
    def clean(self) -> bool:
        """True where no rule is broken."""
        return not self.findings


def unfinished(error: Exception, objective: float) -> Audit:
    """Return the verdict of an audit that an error ended: it is not passed."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    message = f"the audit ended with an error before it was complete ({reason})"
    return Audit((Finding("audit", "the audit", None, reason, "no error", message),), objective, {}, 0)


@dataclass(slots=True)
class Ledger:
    """Counts comparisons and keeps those that fail."""

    calendar: Calendar
    findings: list[Finding] = field(default_factory=list)
    checks: int = 0

    def at_most(
        self, rule: str, where: str, period: int | None, what: str, found: float, allowed: float, absolute: float
    ) -> None:
        """Require found <= allowed. Where there is no limit, nothing is compared and nothing counted."""
        if allowed == math.inf:
            return
        self.checks += 1
        if not found <= allowed + _slack(found, allowed, absolute):
            self._add(rule, where, period, found, allowed, f"{what} is {found:.9g}, at most {allowed:.9g} is allowed")

    def at_least(
        self, rule: str, where: str, period: int | None, what: str, found: float, needed: float, absolute: float
    ) -> None:
        """Require found >= needed."""
        self.checks += 1
        if not found >= needed - _slack(found, needed, absolute):
            self._add(rule, where, period, found, needed, f"{what} is {found:.9g}, at least {needed:.9g} is needed")

    def equal(
        self, rule: str, where: str, period: int | None, what: str, found: float, due: float, absolute: float
    ) -> None:
        """Require found == due."""
        self.checks += 1
        if not abs(found - due) <= _slack(found, due, absolute):
            self._add(rule, where, period, found, due, f"{what} is {found:.9g}, it should be {due:.9g}")

    def holds(
        self, rule: str, where: str, period: int | None, what: str, ok: bool, found: float | str, allowed: float | str
    ) -> bool:
        """Require that something is so, and return whether it is."""
        self.checks += 1
        if not ok:
            self._add(rule, where, period, found, allowed, f"{what} (found {found}, expected {allowed})")
        return ok

    def _add(
        self, rule: str, where: str, period: int | None, found: float | str, allowed: float | str, text: str
    ) -> None:
        place = where if period is None else f"{where}, {self.calendar.label(period)}"
        self.findings.append(Finding(rule, where, period, found, allowed, f"{place}: {text}"))


def _slack(one: float, other: float, absolute: float) -> float:
    """Return the tolerance of a comparison; what is infinite or no number at all earns none and compares as wrong."""
    return absolute + RELATIVE * max((abs(value) for value in (one, other) if math.isfinite(value)), default=0.0)
