"""Numbers typed as text: what number was meant, so that the mend can name it."""

import re

_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECORATION = str.maketrans("", "", "'’_$€£¥")


def number_in(text: str) -> float | None:
    """Return the number that a text states in one of the usual ways, or nothing. May be infinite."""
    bare = "".join(text.split()).translate(_DECORATION).removesuffix("%").replace("−", "-")
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _THOUSANDS_COMMA.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _THOUSANDS_POINT.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    return None


def is_not_finite(text: str) -> bool:
    """True for the words that computers write for infinity and for no number."""
    return text.strip().lstrip("+-").casefold() in ("inf", "infinity", "nan", "1.#inf", "1.#qnan", "∞")
