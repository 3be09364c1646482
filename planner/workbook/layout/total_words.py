"""Words for totals in the languages of planners: alone, beside the name of a group, or beside a unit."""

import re

from planner.workbook.text.words import fold, visible

_TOTALS_BY_LANGUAGE = (
    "total totals subtotal subtotals sum sums",
    "summe summen gesamt gesamtsumme insgesamt zwischensumme teilsumme",
    "totaux sous-total somme totale totales suma somma subtotale",
    "toplam aratoplam итого 合計 小計 总计 合计 小计 합계",
)
_TOTALS = {word for words in _TOTALS_BY_LANGUAGE for word in words.split()}
_CHECKS = ("check", "checks", "control", "kontrolle", "probe", "difference", "delta", "differenz", "balance", "kontrol")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def is_total(text: str) -> bool:
    """True for a word for a total alone, or a phrase such as grand total."""
    words = _words(text)
    return bool(words) and all(word in _TOTALS or word in ("grand", "sub", "ara", "genel") for word in words)


def names_total(text: str) -> bool:
    """True where one of the words is one for a total, as in Asia total or Sum of all."""
    return any(word in _TOTALS for word in _words(text))


def is_check(text: str) -> bool:
    """True for the label of a row that checks others."""
    return fold(visible(text)).rstrip(":") in _CHECKS


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(visible(text)))
