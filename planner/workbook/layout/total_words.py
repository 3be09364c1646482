"""Words for totals in the languages of planners: alone, beside the name of a group, or beside a unit."""

import re

from planner.workbook.text.words import fold, visible

_TOTALS_BY_LANGUAGE = (
    "total totals subtotal subtotals sum sums",
    "summe summen gesamt gesamtsumme insgesamt zwischensumme teilsumme",
    "totaux sous-total somme totale totales suma somma subtotale",
    "toplam aratoplam итого итог 合計 小計 総計 总计 合计 小计 汇总 합계 총합계",
    "ergebnis gesamtergebnis teilergebnis totaal eindtotaal subtotaal summa totalsumma sammenlagt razem",
)
_TOTALS = {word for words in _TOTALS_BY_LANGUAGE for word in words.split()}
_WHOLE = ("grand", "sub", "ara", "genel", "general", "général", "geral", "complessivo", "overall", "общий")
_CHECKS = ("check", "checks", "control", "kontrolle", "probe", "difference", "delta", "differenz", "balance", "kontrol")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def is_total(text: str) -> bool:
    """True for a word for a total alone, or a phrase such as grand total."""
    words = _words(text)
    return bool(words) and all(word in _TOTALS or word in _WHOLE for word in words)


def names_total(text: str) -> bool:
    """True where one of the words is one for a total, as in Asia total or Sum of all."""
    return any(word in _TOTALS for word in _words(text))


def is_check(text: str) -> bool:
    """True for the label of a row that checks others."""
    return fold(visible(text)).rstrip(":") in _CHECKS


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(visible(text)))
