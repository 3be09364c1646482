"""Output: a new phase starts wafers by its ramp, they leave the fab within the horizon, and some of them are good."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.records import Material
from planner.case.curves import gross_dies_per_wafer
from planner.case.records import Case, Node, Pair, Scenario, Source
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.reach.starts import first_lead_periods
from planner.shape.yields import defect_factor, good_units_per_wafer

MIN_GOOD_UNITS = 1e-3
"""Good units of a wafer below which nothing comes of it: less than one of a thousand wafers."""


def running(look: Look, starts: Starts) -> Step:
    """Return the starts whose wafers leave the fab within the horizon, in the scenario with the shortest delay."""
    case, pair, label = look.case, look.pair, look.case.calendar.label
    periods, node = case.calendar.periods, case.nodes[pair.node]
    at_ramp = Where(Pair, look.key, "ramp")
    age = next((age for age, share in enumerate(pair.ramp) if share > 0), None)
    if age is None:
        sentence = f"the ramp of {pair.node} at {pair.site} is 0 % at every age"
        fix: tuple[str | Where, ...] = ("write shares above 0 %",)
        return (), Reason(codes.NO_OUTPUT, at_ramp, "0 % at every age", "a share above 0 %", fix, sentence)
    delayed, delay = min(enumerate(one.delay_periods for one in case.scenarios), key=lambda item: item[1])
    online = first_lead_periods(look) + age + delay
    remaining = tuple(t for t in starts if t + online + node.cycle_periods < periods)
    if remaining:
        return remaining, None
    first, lead = starts[0], first_lead_periods(look)
    end = f"the horizon ends in {label(periods - 1)}"
    if first + lead + age >= periods:
        value, expected = f"0 % up to age {age - 1}", f"above 0 % at age {periods - 1 - first - lead} or earlier"
        sentence = f"the ramp of {pair.node} at {pair.site} starts at age {age}, and {end}"
        fix = ("write a share above 0 % at an earlier age, or lengthen the horizon",)
        return (), Reason(codes.NO_OUTPUT, at_ramp, value, expected, fix, sentence)
    if first + online >= periods:
        where = Where(Scenario, (case.scenarios[delayed].name,), "delay_periods")
        max_periods = periods - 1 - first - lead - age
        sentence = f"every scenario delays phases by at least {delay} periods, and {end}"
        fix = (f"write at most {max_periods}",)
        return (), Reason(codes.NO_OUTPUT, where, f"{delay} periods", f"at most {max_periods}", fix, sentence)
    max_periods = periods - 1 - first - online
    sentence = (
        f"wafers of {node.name} take {node.cycle_periods} periods, those of {look.phase} start in "
        f"{label(first + online)} at the earliest, and {end}"
    )
    expected = f"at most {max_periods} periods, for wafers of {look.phase} to leave the fab within the horizon"
    unit = "month" if case.calendar.period_months == 1 else f"{case.calendar.period_months} months"
    fix = (f"write it in periods of {unit}, not in days: {max_periods} at most are in time",)
    where = Where(Node, (node.name,), "cycle_periods")
    return (), Reason(codes.NO_OUTPUT, where, f"{node.cycle_periods} periods", expected, fix, sentence)


def sources(case: Case, node: str) -> Iterator[tuple[str, str, Source]]:
    """Yield product, part and source of everything that is made on a node."""
    for product in case.products.values():
        for part in product.parts:
            yield from ((product.name, part.name, source) for source in part.sources if source.node == node)


def best_units(case: Case, source: Source, factor: float) -> float:
    """Return the good units of a wafer at best: defects move one way, so at one end of the horizon."""
    if source.die_area_mm2 is not None and gross_dies_per_wafer(source.die_area_mm2) <= 0:
        return 0.0
    return max(good_units_per_wafer(case, source, factor, t) for t in (0, case.calendar.last))


def yielding(look: Look, starts: Starts) -> Step:
    """Return all starts where wafers of the node have good units for some part, else none."""
    case, name = look.case, look.pair.node
    factor = defect_factor(case, *look.key)
    rows = list(sources(case, name))
    units = [best_units(case, source, factor) for _, _, source in rows]
    if not rows or max(units) >= MIN_GOOD_UNITS:
        return starts, None
    product, part, source = rows[units.index(max(units))]
    material = Where(Material, (product, part, name), "good_units_per_wafer")
    expected = f"at least {MIN_GOOD_UNITS:g} good units a wafer"
    value = f"{max(units):.2g} good units a wafer"
    sentence = f"a wafer of {name} has {max(units):.2g} good units of {part} for {product}"
    if source.good_units_per_wafer is not None:
        fix: tuple[str | Where, ...] = ("write the good units of one wafer",)
        return (), Reason(codes.NO_OUTPUT, material, value, expected, fix, sentence)
    assert source.die_area_mm2 is not None
    area = Where(Material, material.key, "die_area_mm2")
    if gross_dies_per_wafer(source.die_area_mm2) < 1:
        value = f"{source.die_area_mm2:g} mm2: no die fits a wafer"
        fix = ("write the area of one die in mm2",)
        return (), Reason(codes.NO_OUTPUT, area, value, "a die that fits a wafer", fix, sentence)
    learning = case.nodes[name].learning
    value = f"{learning.mature_per_cm2 * factor:g} per cm2: {value}"
    fix = ("write defects per cm2, or check the die area in mm2 in ", area)
    if factor != 1:
        fix = (*fix, " and the factor in ", Where(Pair, look.key, "defect_factor"))
    where = Where(Node, (name,), "learning.mature_per_cm2")
    return (), Reason(codes.NO_OUTPUT, where, value, expected, fix, f"{sentence} at its defects")
