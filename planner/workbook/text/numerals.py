"""Numbers typed as text: what number was meant, so that the fix can name it."""

import re

_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")
_THOUSANDS_INDIAN = re.compile(r"[+-]?\d{1,2}(,\d{2})+,\d{3}(\.\d+)?")
"""Lakhs and crores: 1,20,000 is 120000."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_ONE_COMMA = re.compile(r"[+-]?\d{1,3},\d{3}")
_ONE_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_DASHES = re.compile(r"[-–—‒−]+")
_MINUS = str.maketrans("−–", "--")
_AMID = re.compile(
    r"[~≈]?\s*(?P<before>[^\W\d_]*)\.?\s*(?P<number>\(?[-+–−]?[$€£¥]?\d[\d.,'’\s]*(?:\)|-(?=\s*$))?)\s*(?P<after>[^\d*†\[(]*?)\s*"
    r"(?:\*+|†|\[\w+\]|\(\w\)|[¹²³])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_DECORATION = str.maketrans({**dict.fromkeys("'’_$€£¥٬", ""), "٫": "."})  # the last two are the Arabic separators

_LENGTHS = {
    1: "month months mo mos monat monate mois meses mesi ay 月 个月 個月 か月 ヶ月 ヵ月 カ月 개월",
    3: "q qs qtr qtrs quarter quarters quartal quartale trimestre trimestres çeyrek 四半期 季度 분기",
    12: "y yr yrs year years jahr jahre ans año años anni yıl 年 년",
}
"""Words for lengths of time, by their months."""

DUST = 1e-12
_DUST_AT_A_BOUND = 1e-9
_DUST_OF_A_COUNT = 1e-6


def number_in(text: str) -> float | None:
    """Return the number that a text states in one of the usual ways, or nothing. May be infinite."""
    bare = _bare(text)
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _THOUSANDS_COMMA.fullmatch(bare) or _THOUSANDS_INDIAN.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _THOUSANDS_POINT.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return None


def _bare(text: str) -> str:
    """Return a number without spaces, marks and signs of money, its minus in front."""
    bare = "".join(text.split()).translate(_DECORATION).removesuffix("%").translate(_MINUS)
    if bare.startswith("(") and bare.endswith(")"):  # how accountants write what is below zero
        return "-" + bare[1:-1]
    if bare.endswith("-") and bare[:1].isdigit():  # as SAP does
        return "-" + bare[:-1]
    return bare


def other_reading(text: str) -> float | None:
    """Return the second number that a text such as 1,234 or 1.234 may state, where its mark means the other thing."""
    bare = _bare(text)
    if _ONE_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return float(bare.replace(".", "")) if _ONE_POINT.fullmatch(bare) else None


def number_amid(text: str) -> tuple[float, frozenset[str]] | None:
    """Return the number of a text such as `~280 kunits [1]` and the words around it, or nothing."""
    match = _AMID.fullmatch(text.strip())
    number = number_in(match["number"].strip()) if match else None
    if match is None or number is None:
        return None
    beside = f"{match['before']} {match['after']}".casefold()
    words = frozenset(_WORD.findall(beside))
    return number, words or frozenset("?" if beside.strip() else ())


def periods_in(number: float, words: frozenset[str], period_months: int) -> float | None:
    """Return how many periods a number of months, quarters or years is, where they are whole."""
    months = next((length for length, names in _LENGTHS.items() if words and words <= set(names.split())), None)
    periods = number * months / period_months if months is not None else 0.5
    return periods if periods == int(periods) else None


def is_dash(text: str) -> bool:
    """True for a placeholder for nothing: one dash or more."""
    return bool(_DASHES.fullmatch(text.strip()))


def is_not_finite(text: str) -> bool:
    """True for the words that computers write for infinity and for no number."""
    return text.strip().lstrip("+-").casefold() in ("inf", "infinity", "nan", "1.#inf", "1.#qnan", "∞")


def without_dust(number: float, minimum: float | None = None, maximum: float | None = None) -> float:
    """Return a number without what rounding in formulas leaves: 2.9999999999999996 is 3, and -1e-16 is zero.

    A number beside a bound by less than any figure can mean is at the bound.
    """
    nearest = float(round(number))
    if abs(number - nearest) <= DUST * max(1.0, abs(number)):
        number = nearest + 0.0
    if minimum is not None and minimum - _DUST_AT_A_BOUND <= number < minimum:
        return float(minimum)
    if maximum is not None and maximum < number <= maximum + _DUST_AT_A_BOUND:
        return float(maximum)
    return number


def whole_number(number: float) -> int | None:
    """Return the whole number that a count is, but for what rounding leaves; nothing for a fraction."""
    return round(number) if abs(number - round(number)) <= _DUST_OF_A_COUNT else None
