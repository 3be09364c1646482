"""Purchases: parts bought from outside arrive in a region, and a contract is paid for at least its share.

    purchased[k,purchase,p,t]:     thousand units of a purchase that go into product p
    beyond[k,purchase,t]:          those that are paid for beyond the share of take or pay
    purchase_limit[k,purchase,t]:  sum(p) purchased[k,purchase,p,t] <= kunits[purchase,t]
    purchase_paid[k,purchase,t]:   sum(p) purchased[k,purchase,p,t] <= take_or_pay[purchase] * kunits[purchase,t]
                                   + beyond[k,purchase,t]
    cost[purchases] = sum(k,purchase,t) probability[k] * discount[t] * price[purchase]
        * (take_or_pay[purchase] * kunits[purchase,t] + beyond[k,purchase,t])

Bought units are used in the region in which they arrive, by every product that has a part of the name. A region with a
purchase is a zone of its own.
"""

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import PurchasePeriod
from planner.registry.rows import PURCHASE_LIMIT, PURCHASE_PAID
from planner.registry.variables import BEYOND, PURCHASED
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add what is bought, and what is paid for it."""
    case = shape.case
    purchased = m.variables(PURCHASED, shape.purchased)
    bought: dict[PurchasePeriod, list[Linear]] = {}
    for k, row, p, t in purchased:
        bought.setdefault(PurchasePeriod(k, row, t), []).append(purchased[k, row, p, t])
    beyond = m.variables(BEYOND, bought)
    offered = {
        (row, t): kunits for row, one in enumerate(case.purchases) for t, kunits in enumerate(one.kunits) if kunits > 0
    }
    committed = {(row, t): case.purchases[row].take_or_pay * kunits for (row, t), kunits in offered.items()}
    m.rows(PURCHASE_LIMIT, {key: total(bought[key]) <= offered[key.purchase, key.period] for key in bought})
    m.rows(
        PURCHASE_PAID,
        {key: total(bought[key]) <= committed[key.purchase, key.period] + beyond[key] for key in bought},
    )
    m.cost(
        "purchases",
        total(
            future.probability
            * discount(case, t)
            * case.purchases[row].price_usd
            * USD_BN_PER_KUSD
            * (committed[row, t] + beyond.get((k, row, t)))
            for k, future in enumerate(case.scenarios)
            for row, t in offered
        ),
    )
