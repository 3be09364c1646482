"""Returns on what a plan builds, by fund, site and owner: present value, rate of return, payback."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.audit.facts import Facts, facts_of
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.value.lots import Fab, Lot, lots
from planner.report.figures.value.rates import Flows, payback, present_value, rates_of_return
from planner.report.figures.value.sales import has_prices, unpriced
from planner.report.figures.value.shares import of_fund, owned, site_parts
from planner.report.figures.value.statements import Flow, Statement, added, statements

NO_OWNER = "no owner named"
ALL_NEW = "All new fabs"


@dataclass(frozen=True)
class Return:
    """What an investor puts in and gets back. `lacking` are nodes that it earns from and whose price is not known."""

    name: str
    statement: Statement
    rate: float
    period_years: float
    lacking: frozenset[str] = frozenset()

    @cached_property
    def flows(self) -> Flows:
        """Cash in the middle of every period, and the end value at the end."""
        cash = self.statement.cash_usd_bn
        middles = [((t + 0.5) * self.period_years, usd_bn) for t, usd_bn in enumerate(cash)]
        return [*middles, (len(cash) * self.period_years, self.statement.end_value_usd_bn)]

    @cached_property
    def npv_usd_bn(self) -> float:
        """Value today at the rate."""
        return present_value(self.flows, self.rate)

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """Every internal rate of return a year."""
        return rates_of_return(self.flows)

    @cached_property
    def payback(self) -> int | None:
        """The period from which the cash to date, without the end value, is never below zero again."""
        return payback(self.statement.cash_usd_bn)

    @cached_property
    def discounted_payback(self) -> int | None:
        """The same with cash discounted at the rate."""
        return payback([usd_bn * (1 + self.rate) ** -years for years, usd_bn in self.flows[:-1]])

    @property
    def invested_usd_bn(self) -> float:
        """What is put in, not discounted: capex less grants."""
        return -sum(self.statement.lines[Flow.CAPEX]) - sum(self.statement.lines[Flow.GRANTS])


@dataclass(frozen=True)
class Value:
    """The cash of all fabs of a plan, and the returns on those that are new.

    `standing` is the cash of capacity that stands already, `nobody` what new fabs earn for no fund of the case, and
    `lacking` holds the nodes without a price among all that start wafers.
    """

    case: Case
    facts: Facts
    wafers: tuple[Lot, ...]
    fabs: Mapping[Fab, Statement]
    funds: tuple[Return, ...]
    sites: tuple[Return, ...]
    owners: tuple[Return, ...]
    whole: Return
    standing: Statement
    nobody: Statement
    lacking: frozenset[str]

    @property
    def by_kind(self) -> Mapping[str, tuple[Return, ...]]:
        """All returns by the kind of who gets them."""
        return {"Fund": self.funds, "Owner": self.owners, "Site": self.sites, "All": (self.whole,)}


def value(case: Case, plan: Plan) -> Value | None:
    """Return what a plan is worth at the transfer prices of its case; None where the case gives none."""
    if not has_prices(case) or not plan.capacity:
        return None
    facts = facts_of(case, plan)
    wafers = lots(facts)
    fabs = statements(facts, wafers)
    new = {fab: of for fab, of in fabs.items() if fab.is_new}
    group = _Groups(case, new, unpriced(facts, wafers))
    shares = owned(plan, new)
    of_funds = {fund: group.added(of_fund(plan, fund, shares[fund], new)) for fund in case.funds if fund in shares}
    whole = group.returns(ALL_NEW, dict.fromkeys(new, 1.0))
    return Value(
        case=case,
        facts=facts,
        wafers=wafers,
        fabs=fabs,
        funds=tuple(group.fund(fund, of, shares[fund]) for fund, of in of_funds.items()),
        sites=tuple(group.returns(s, of) for s in case.sites if (of := {f: 1.0 for f in new if f.site == s})),
        owners=tuple(group.returns(owner, of) for owner, of in _by_owner(case, new).items()),
        whole=whole,
        standing=group.added(of for fab, of in fabs.items() if not fab.is_new),
        nobody=group.added((whole.statement, group.added(of_funds.values()).share(-1.0))),
        lacking=frozenset[str]().union(*group.unpriced.values()),
    )


def _by_owner(case: Case, new: Mapping[Fab, Statement]) -> dict[str, dict[Fab, float]]:
    """Return the share of each new fab by owner; that of a site itself goes with the fabs there, by capex."""
    owners: defaultdict[str, dict[Fab, float]] = defaultdict(dict)
    if not case.owners:
        return owners
    parts = site_parts(new)
    for fab in new:
        others = {other: part for other, part in parts.items() if other.site == fab.site}
        for other, part in others.items() if others and not fab.node else ((fab, 1.0),):
            of_owner = owners[case.owner_of(other.site, other.node) or NO_OWNER]
            of_owner[fab] = of_owner.get(fab, 0.0) + part
    return owners


@dataclass(frozen=True)
class _Groups:
    """New fabs put together, with the nodes that lack a price."""

    case: Case
    new: Mapping[Fab, Statement]
    unpriced: Mapping[Fab, frozenset[str]]

    def added(self, statements_: Iterable[Statement]) -> Statement:
        return added(statements_, self.case.calendar.periods)

    def returns(self, name: str, fabs: Mapping[Fab, float]) -> Return:
        of = self.added(self.new[fab].share(share) for fab, share in fabs.items())
        return self._return(name, of, self.case.settings.discount_rate, fabs)

    def fund(self, name: str, of: Statement, fabs: Iterable[Fab]) -> Return:
        required = self.case.funds[name].required_return
        return self._return(name, of, self.case.settings.discount_rate if required is None else required, fabs)

    def _return(self, name: str, of: Statement, rate: float, fabs: Iterable[Fab]) -> Return:
        lacking = frozenset[str]().union(*(self.unpriced.get(fab, frozenset()) for fab in fabs))
        return Return(name, of, rate, self.case.calendar.period_years, lacking)
