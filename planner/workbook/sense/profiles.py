"""Sense of profiles: spend shares and probabilities sum to 100, ramps start at age 0 and rise."""

from collections.abc import Iterator
from itertools import pairwise

from planner.workbook.contract.columns import Row
from planner.workbook.contract.means import ScenarioRow
from planner.workbook.contract.places import RampRow, SpendRow
from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import Fault
from planner.workbook.read.table import Record, Table
from planner.workbook.sense.scene import Scene

_TOLERANCE_PCT = 1e-3


def profile_faults(scene: Scene) -> Iterator[Fault]:
    """Return the faults of spends, ramps and probabilities."""
    for table, records in _groups(scene, SpendRow, "spend", ("offset_periods", "share_pct")):
        yield from _sum_faults(table, records, "share_pct", codes.SPEND_SUM)
    for table, records in _groups(scene, ScenarioRow, "", ("scenario", "probability_pct")):
        yield from _sum_faults(table, records, "probability_pct", codes.PROBABILITY_SUM)
    for table, records in _groups(scene, RampRow, "ramp", ("age_periods", "share_pct")):
        yield from _ramp_faults(table, records)


def _groups(scene: Scene, kind: type[Row], name: str, needs: tuple[str, ...]) -> Iterator[tuple[Table, list[Record]]]:
    """Yield the records of each profile, but for profiles with an unreadable row: that row is the fault."""
    table = scene.table(kind)
    if table is None or not all(table.has(column) for column in needs) or not table.is_sound(name):
        return
    groups: dict[str, list[Record]] = {}
    for record in table.records:
        groups.setdefault(str(record.values.get(name, "")), []).append(record)
    for records in groups.values():
        if not any(record.broken.intersection(needs) for record in records):
            yield table, records


def _sum_faults(table: Table, records: list[Record], field: str, code: Code) -> Iterator[Fault]:
    shares = [record.values[field] for record in records]
    total = sum(shares)
    if abs(total - 100.0) <= _TOLERANCE_PCT:
        return
    last = 100.0 - (total - shares[-1])
    fix = f"write {last:.10g} here, or change the others" if 0.0 <= last <= 100.0 else "make them sum to 100"
    if abs(total - 1.0) <= _TOLERANCE_PCT:
        fix = "write per cent: every share times 100"
    yield table.fault(code, records[-1], field, found=f"sum {total:.10g}", expected="sum 100", fix=fix)


def _ramp_faults(table: Table, records: list[Record]) -> Iterator[Fault]:
    by_age = sorted(records, key=lambda record: int(record.values["age_periods"]))
    youngest = by_age[0]
    if youngest.values["age_periods"] != 0:
        yield table.fault(codes.RAMP_START, youngest, "age_periods", found=youngest.values["age_periods"], expected="0")
    for younger, older in pairwise(by_age):
        before, after = younger.values["share_pct"], older.values["share_pct"]
        if after < before:
            fix = f"write {before:g} or more here, or less than that at age {younger.values['age_periods']}"
            yield table.fault(
                codes.RAMP_FALLS, older, "share_pct", found=after, expected=f"at least {before:g}", fix=fix
            )
