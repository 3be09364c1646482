"""Which part is made where: good units of a wafer, and the parts that stay in the region where the package is finished.

A package is finished where its packaging part is made; without a packaging part, where its logic part is made; and a
product of memory alone where that is made. Those parts do not move, all others flow. A part stays as soon as one of the
nodes that can make it is of the kind that stays, whichever node made the units at hand. Bought units never move: they
arrive where the package is finished.
"""

from planner.case.curves import gross_dies_per_wafer
from planner.case.records import Case, Kind, Node, Product, Source


def good_units_per_wafer(node: Node, source: Source, defect_factor: float, leaves: int) -> float:
    """Return the good units of a wafer that leaves in a period.

    Given figures are net of yield. Otherwise every gross die counts that is good on the area where a defect kills.
    """
    if source.good_units_per_wafer is not None:
        return source.good_units_per_wafer
    area = source.die_area_mm2 or 0.0
    density = node.learning.density_per_cm2(leaves - node.available_from) * defect_factor
    return gross_dies_per_wafer(area) * node.learning.die_yield(area * (1 - source.harvest), density)


def finishing_kind(case: Case, product: Product) -> Kind:
    """Return the kind of node whose parts stay where the package is finished."""
    kinds = {case.nodes[source.node].kind for part in product.parts for source in part.sources}
    return next((kind for kind in (Kind.PACKAGING, Kind.LOGIC, Kind.MEMORY) if kind in kinds), Kind.PACKAGING)


def moves(case: Case, product: str, part: str) -> bool:
    """Return whether a part of a product flows between regions."""
    recipe = case.products[product]
    staying = finishing_kind(case, recipe)
    makers = {
        case.nodes[s.node].kind for candidate in recipe.parts if candidate.name == part for s in candidate.sources
    }
    return staying not in makers
