"""Numbers typed as text: what number was meant, so that the mend can name it."""

import re

_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_ONE_COMMA = re.compile(r"[+-]?\d{1,3},\d{3}")
_DASHES = re.compile(r"[-–—‒−]+")
_DECORATION = str.maketrans("", "", "'’_$€£¥")


def number_in(text: str) -> float | None:
    """Return the number that a text states in one of the usual ways, or nothing. May be infinite."""
    bare = "".join(text.split()).translate(_DECORATION).removesuffix("%").replace("−", "-")
    if bare.startswith("(") and bare.endswith(")"):  # how accountants write what is below zero
        bare = "-" + bare[1:-1]
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _THOUSANDS_COMMA.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _THOUSANDS_POINT.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return None


def other_reading(text: str) -> float | None:
    """Return the second number that a text such as 1,234 may state, where the comma is a decimal one."""
    bare = "".join(text.split()).translate(_DECORATION)
    return float(bare.replace(",", ".")) if _ONE_COMMA.fullmatch(bare) else None


def is_dash(text: str) -> bool:
    """True for what is put where there is nothing: one dash or more."""
    return bool(_DASHES.fullmatch(text.strip()))


def is_not_finite(text: str) -> bool:
    """True for the words that computers write for infinity and for no number."""
    return text.strip().lstrip("+-").casefold() in ("inf", "infinity", "nan", "1.#inf", "1.#qnan", "∞")
