"""Which columns are in another unit: the fewest that, read in another one, put everything in proportion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.units.quantities import BY_FIELD, RATES, Key, Quantities, quantities
from planner.case.checks.sense.units.ratio import Ratio
from planner.case.checks.sense.units.ratios import ratios

_MAX_CELLS = 3
_YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A column, or one row of it, that may be in another unit."""

    field: str
    keys: tuple[Key, ...]
    factor: float
    unit: str


def proportion_problems(draft: Draft) -> Iterator[Problem]:
    """Return a warning for each column that is out of proportion to the others."""
    known = quantities(draft)
    every = ratios(draft, known)
    out = [ratio for ratio in every if ratio.is_out(known)]
    while out:
        suspicion, divided, still_out = _best(draft, known, every, out)
        if suspicion is None:
            yield _unexplained(draft, known, out[0])
            at = _leading(known, out[0])
            every = [ratio for ratio in every if not (ratio.is_out(known) and _leading(known, ratio) == at)]
        else:
            yield _problem(draft, known, suspicion, next(ratio for ratio in out if ratio not in still_out))
            known = divided
        out = [ratio for ratio in every if ratio.is_out(known)]


def _best(
    draft: Draft, known: Quantities, every: list[Ratio], out: list[Ratio]
) -> tuple[Suspicion | None, Quantities, list[Ratio]]:
    """Return the suspicion that leaves the fewest ratios out of range, whole columns first; none if none helps."""
    best: tuple[Suspicion | None, Quantities, list[Ratio]] = (None, known, out)
    for suspicion in _suspicions(draft, known, out):
        divided = known.divide(dict.fromkeys(suspicion.keys, suspicion.factor))
        still_out = [ratio for ratio in every if ratio.is_out(divided)]
        if len(still_out) < len(best[2]):
            best = suspicion, divided, still_out
    return best


def _suspicions(draft: Draft, known: Quantities, out: list[Ratio]) -> Iterator[Suspicion]:
    """Yield whole columns before rows, and other units of the dollar before other currencies."""
    keys = list(dict.fromkeys(key for ratio in out for key in ratio.keys if key in known.known))
    columns = [tuple((field, row) for row in known.rows(field)) for field in dict.fromkeys(field for field, _ in keys)]
    for group in (*columns, *((key,) for key in keys)):
        for factor, unit in _others(draft, group[0][0]).items():
            yield Suspicion(group[0][0], group, factor, unit)
    for group in (*columns, *((key,) for key in keys)):
        unit = BY_FIELD[group[0][0]].unit
        for code, rate in RATES.items() if "USD" in unit else ():
            yield Suspicion(group[0][0], group, rate, unit.replace("USD", code))


def _others(draft: Draft, field: str) -> Mapping[float, str]:
    months = draft.calendar.period_months if draft.calendar is not None else 1
    others = BY_FIELD[field].others
    if field == "lead_periods" and months > 1:
        return {float(months): "months"}
    if field == "kunits" and months < _YEAR_MONTHS:
        return {_YEAR_MONTHS / months: "kunits a year", **others}
    return others


def _problem(draft: Draft, known: Quantities, suspicion: Suspicion, ratio: Ratio) -> Problem:
    key = next(key for key in (*ratio.keys, *suspicion.keys) if key in suspicion.keys)
    is_one = len(suspicion.keys) == 1 < len(known.rows(suspicion.field))
    what = "it" if is_one else "the column"
    is_rate = suspicion.factor in RATES.values()
    change = f"divide {what} by {'about ' if is_rate else ''}{plain(suspicion.factor)}"
    if suspicion.factor < 1:
        change = f"multiply {what} by {plain(round(1 / suspicion.factor, 9))}"
    other = _of_money(suspicion, ratio) or (f", or {ratio.or_else}" if ratio.or_else else "")
    return _warning(draft, known, ratio, key, f"{change} if it is in {suspicion.unit}{other}, otherwise ignore this")


def _of_money(suspicion: Suspicion, ratio: Ratio) -> str:
    """Return the reading of figures of money that may be in another currency, of which most are worth less."""
    if "USD" not in BY_FIELD[suspicion.field].unit:
        return ""
    if suspicion.factor > 1:
        return ", or by its rate to the dollar if it is in another currency"
    others = [field for field, _ in ratio.keys if field != suspicion.field and "USD" in BY_FIELD[field].unit]
    return ", or convert what it is compared with if that is in another currency" if others else ""


def _unexplained(draft: Draft, known: Quantities, ratio: Ratio) -> Problem:
    key = _leading(known, ratio)
    is_money = all("USD" in BY_FIELD[field].unit for field, _ in ratio.keys)
    fix = "convert the column if it is in another currency or unit, otherwise ignore this"
    return _warning(draft, known, ratio, key, fix if is_money else codes.OUT_OF_PROPORTION.fix)


def _leading(known: Quantities, ratio: Ratio) -> Key:
    return next(key for key in ratio.keys if key in known.known)


def _warning(draft: Draft, known: Quantities, ratio: Ratio, key: Key, fix: str) -> Problem:
    quantity = known.known[key]
    others = (other for other in ratio.keys if other in known.known and other[0] != key[0])
    cells = list(
        dict.fromkeys(draft.cell(known.known[other].entry, other[0], known.known[other].period) for other in others)
    )
    beside = f" (see {', '.join(cells[:_MAX_CELLS])})" if cells else ""
    value = ratio.value(known)
    usual = f"at most {ratio.high:g}" if value > ratio.high else f"at least {ratio.low:.2g}"
    reason = f"{ratio.words.replace('{}', plain(float(f'{value:.3g}')))}{beside}; {usual} is usual"
    return quantity.entry.problem(
        codes.OUT_OF_PROPORTION,
        key[0],
        found=plain(quantity.largest),
        expected=f"a value in {BY_FIELD[key[0]].unit}",
        fix=f"{reason}: {fix}",
        period=quantity.period,
    )
