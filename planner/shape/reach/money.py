"""Money: the funds that may pay for a phase can pay all of it, each instalment when it is due.

One phase is looked at alone, with every credit that it could earn, so that what is out of reach here is so in any plan.
"""

from itertools import accumulate
from operator import add

from planner.case.checks import codes
from planner.case.checks.draft.records import Budget
from planner.case.checks.draft.words import some
from planner.case.money import Build, Phase, capex_usd_bn, max_credit_usd_bn, paid_share
from planner.case.records import Case, Fund, Node, Pair
from planner.shape.fund_groups import SITE_ITSELF, may_pay
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.tracks import NO_NODE, expansion_terms, is_brownfield, is_open

_SLACK = 1e-9


def payable(look: Look, starts: Starts) -> Step:
    """Return the starts that can be paid."""
    case, pair = look.case, look.pair
    phase = Phase(pair.site, pair.node, is_first=not is_brownfield(case, pair))
    net = {t: net_capex_usd_bn(case, phase, t) for t in starts}
    cheapest = min(net.values())
    opening = 0.0 if is_open(case, pair.site) else case.sites[pair.site].opening_cost_usd_bn
    shell = _shell_usd_bn(case, pair)
    funds = [fund for fund in case.funds.values() if may_pay(case, fund, *look.key)]
    if cheapest + opening + shell <= _SLACK:
        return starts, None
    if cheapest > _SLACK and not funds:
        return (), _nobody(look)
    owed = _owed(case, funds) if funds else [0.0] * case.calendar.periods
    openers = [fund for fund in case.funds.values() if may_pay(case, fund, pair.site, SITE_ITSELF)]
    beside = " and ".join(
        [*(["the opening of the site"] if opening or not shell else []), *(["a shell for it"] if shell else [])]
    )
    reason = (
        _shares(look, cheapest + opening + shell)
        or _too_little(look, funds, cheapest, look.phase, sum(owed))
        or _too_little(look, openers, cheapest + opening + shell, f"{look.phase} and {beside}")
    )
    if reason is not None:
        return (), reason
    bills = {t: list(map(add, owed, _instalments(look, net[t], t))) for t in starts}
    remaining = tuple(t for t in starts if _is_paid(funds, bills[t]))
    return (remaining, None) if remaining else ((), _late(look, funds, bills))


def _owed(case: Case, funds: list[Fund]) -> list[float]:
    """Return the bills of phases under way by period that no other fund may pay."""
    names = {fund.name for fund in funds}
    rows = [
        row
        for row in case.under_way
        if names.issuperset(fund.name for fund in case.funds.values() if may_pay(case, fund, row.site, row.node))
    ]
    return [sum(row.bills_usd_bn[t] for row in rows) for t in case.calendar.horizon]


def net_capex_usd_bn(case: Case, build: Build, start: int) -> float:
    """Return what funds pay at least for one phase or shell that starts in a period: its capex less every credit."""
    earned = (min(one.cap_usd_bn, max_credit_usd_bn(case, one, build, start)) for one in case.incentives)
    return max(0.0, capex_usd_bn(case, build, start) - sum(earned))


def _shell_usd_bn(case: Case, pair: Pair) -> float:
    """Return what the first shell of a site costs at least where a phase needs one and none is ready."""
    shell = case.shells.get(pair.site)
    if shell is None or shell.ready > 0 or case.nodes[pair.node].floor_units_per_phase <= 0:
        return 0.0
    return min(net_capex_usd_bn(case, Phase(pair.site, NO_NODE), t) for t in case.calendar.horizon)


def _nobody(look: Look) -> Reason:
    sentence = f"no fund may pay for {look.pair.node} at {look.pair.site}"
    where = Where(Pair, look.key, "site")
    return Reason(codes.NO_FUND_MAY_PAY, where, sentence, "a fund that may", ("widen the names of a fund",), sentence)


def _shares(look: Look, usd_bn: float) -> Reason | None:
    """Return why maximum shares leave part of a site unpaid, whatever else is built there beside the phase.

    What funds can pay of a site rises with its cost, but never faster: what they cannot pay of the least, they cannot
    pay of more.
    """
    case, site = look.case, look.pair.site
    nodes = [SITE_ITSELF, *(node for at, node in case.pairs if at == site)]
    nodes += [row.to_node for row in case.conversions if row.site == site]
    funds = [fund for fund in case.funds.values() if any(may_pay(case, fund, site, node) for node in nodes)]
    capped = [fund for fund in funds if fund.max_share < 1]
    paid = sum(min(fund.max_share * usd_bn, sum(fund.budget_usd_bn)) for fund in funds)
    if not capped or paid >= usd_bn * (1 - _SLACK):
        return None
    largest = max(capped, key=lambda fund: sum(fund.budget_usd_bn))
    share, others = f"{100 * largest.max_share:g} %", some(fund.name for fund in funds if fund is not largest)
    can_pay = f"the others, {others}, cannot pay the rest" if others else f"no other fund may pay at {site}"
    return Reason(
        codes.NO_MONEY,
        Where(Fund, (largest.name,), "max_share"),
        share,
        f"100 % with others that can pay the rest of {look.phase}, {usd_bn:.4g} bn USD",
        ("raise the share to 100, or give another fund that may pay there the rest of the money",),
        f"{largest.name} may pay {share} of a site, and {can_pay}",
    )


def _too_little(look: Look, funds: list[Fund], needed: float, what: str, owed: float = 0.0) -> Reason | None:
    total = sum(sum(fund.budget_usd_bn) for fund in funds)
    if total >= (needed + owed) * (1 - _SLACK):
        return None
    bills = f" beside {owed:.4g} bn of bills for phases under way" if owed else ""
    last = look.case.calendar.last
    names = some(fund.name for fund in funds)
    capex = Where(Node, (look.pair.node,), "phase_capex_usd_bn")
    return Reason(
        codes.NO_MONEY,
        _budget(funds, last),
        f"{total:.4g} bn USD to date",
        f"at least {needed + owed:.4g} bn from {names}, for {what}{bills}",
        ("give more money, or check the unit: budgets are in bn USD, and so is ", capex),
        f"{what} cost{'s' if what == look.phase else ''} {needed:.4g} bn USD, and {names} may pay {total:.4g} in all"
        f"{bills}",
    )


def _late(look: Look, funds: list[Fund], bills: dict[int, list[float]]) -> Reason:
    """Return why the instalments of no start can be paid when they are due, beside the bills of phases under way."""
    label, names = look.case.calendar.label, some(fund.name for fund in funds)
    lapsing = [fund for fund in funds if not fund.carry_over]
    if lapsing and any(_is_paid(funds, bill, lapses=False) for bill in bills.values()):
        largest = min(max(bill) for bill in bills.values())
        available = max(sum(fund.budget_usd_bn[t] for fund in funds) for t in look.case.calendar.horizon)
        return Reason(
            codes.NO_MONEY,
            Where(Fund, (lapsing[0].name,), "carry_over"),
            "no",
            f"yes: instalments of {look.phase} are {largest:.4g} bn USD, and a period brings {available:.4g} at most",
            ("write yes, give more in a period in ", _budget(funds, 0), ", or spread the spend over more periods"),
            f"instalments of {look.phase} are up to {largest:.4g} bn USD, and the money of {names}, at most "
            f"{available:.4g} bn in a period, lapses",
        )
    money = list(accumulate(sum(fund.budget_usd_bn[t] for fund in funds) for t in look.case.calendar.horizon))
    short = {t: _first_short(money, bill) for t, bill in bills.items()}
    start = max(short, key=lambda t: (short[t], t))
    period, due = short[start], sum(bills[start][: short[start] + 1])
    sentence = f"{look.phase} owes {due:.4g} bn USD by {label(period)}, and {names} may pay {money[period]:.4g} by then"
    return Reason(
        codes.NO_MONEY,
        _budget(funds, period),
        f"{money[period]:.4g} bn USD by {label(period)}",
        f"at least {due:.4g} by then, for {look.phase}",
        ("give more money by then, or let the phase start earlier: it must be ready within the horizon",),
        sentence,
    )


def _first_short(money: list[float], bill: list[float]) -> int:
    """Return the first period by which more is due than there is; the last one where instalments alone are too dear."""
    due = list(accumulate(bill))
    return next((t for t, usd_bn in enumerate(due) if usd_bn > money[t] * (1 + _SLACK)), len(bill) - 1)


def _instalments(look: Look, net: float, start: int) -> list[float]:
    """Return what is due of one phase by period."""
    last = look.case.calendar.last
    _, later = expansion_terms(look.case, look.pair)
    spend = later if is_brownfield(look.case, look.pair) else look.pair.spend
    due = [net * paid_share(spend, start, t, last) for t in look.case.calendar.horizon]
    return [now - before for before, now in zip([0.0, *due], due, strict=False)]


def _is_paid(funds: list[Fund], instalments: list[float], lapses: bool = True) -> bool:
    """Say whether funds can pay instalments one after the other, what lapses first."""
    saved = 0.0
    for t, due in enumerate(instalments):
        lapsing = sum(fund.budget_usd_bn[t] for fund in funds if lapses and not fund.carry_over)
        saved += sum(fund.budget_usd_bn[t] for fund in funds if fund.carry_over or not lapses)
        saved -= max(0.0, due - lapsing)
        if saved < -_SLACK - _SLACK * due:
            return False
    return True


def _budget(funds: list[Fund], period: int) -> Where:
    largest = max(funds, key=lambda fund: sum(fund.budget_usd_bn))
    return Where(Budget, (largest.name,), "budget_usd_bn", period)
