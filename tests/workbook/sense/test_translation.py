"""The workbook's contract and the fields of a case say the same: every column has its field, with the same bounds."""

import math

import pytest

from planner.case.checks.structure.fields import FIELDS
from planner.case.checks.structure.rules import Number
from planner.workbook.contract.columns import Column, Type
from planner.workbook.contract.translation import BY_RECORD, Translation

FREE = {"source", "note"}
# What a case holds in another form than the column.
ELSEWHERE = {
    "site_nodes": {"ramp", "spend", "expansion_spend"},
    "shells": {"spend"},
    "regions": {"power_price_usd_kwh"},
    "scenarios": {"demand_factor_pct"},
    "nodes": {
        "yield_model",
        "defects_start_per_cm2",
        "defects_mature_per_cm2",
        "learning_periods",
        "cluster_alpha",
    },
}


def bounds(column: Column) -> tuple[float, float, float]:
    """Return minimum, exclusive minimum and maximum in the units of the case."""
    found = column.minimum, column.above, column.maximum
    scale = 100.0 if column.id.endswith("_pct") else 1.0
    low, above, high = (bound if bound is None else bound / scale for bound in found)
    return (
        -math.inf if low is None else low,
        -math.inf if above is None else above,
        math.inf if high is None else high,
    )


@pytest.mark.parametrize("translation", BY_RECORD.values(), ids=lambda one: one.row.sheet)
def test_every_column_is_a_field_of_the_case_with_the_same_bounds(translation: Translation) -> None:
    of_field = {column.id: field for field, column in translation.columns.items()}
    expected = {column.id for column in translation.row.columns()} - FREE
    assert of_field.keys() == expected - ELSEWHERE.get(translation.row.sheet, set())
    for field, column in translation.columns.items():
        rule = FIELDS[translation.record][field] if translation.record in FIELDS else None
        if isinstance(rule, Number) and column.type is not Type.PERIOD:
            assert (rule.minimum, rule.above, rule.maximum) == bounds(column), field
