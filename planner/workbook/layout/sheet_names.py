"""Names of sheets as programs and people change them: `sites - Table 1`, `Copy of sites`, `02_sites_v3`."""

import re
from collections.abc import Collection

from planner.workbook.text.words import fold, visible

_TABLE = r"(?:table|tabelle|tableau|tabla|tabella|tabela|tabel|tablo|таблица|表格?|テーブル|표)\s*\d+(?:-\d+)*"
_SHEET = r"(?:sheet|blatt|feuille|hoja|foglio|folha|planilha|sayfa|лист|工作表|シート|시트)\s*\d+"
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"(?P<sheet>.+?)\s+[-–]\s+(?P<table>.+)")


def contract_name(name: str, known: Collection[str]) -> str:
    """Return the known name that a sheet of a Numbers document stands for; empty where it stands for none.

    `sites - Table 1` is the sheet sites, `Sheet 1 - sites` too, and `sites - sites`.
    """
    match = _PARTS.fullmatch(fold(visible(name)))
    if match is None:
        return ""
    sheet, table = match["sheet"], match["table"]
    if sheet in known and (re.fullmatch(_TABLE, table) or table == sheet):
        return sheet
    return table if table in known and re.fullmatch(_SHEET, sheet) else ""


def name_within(name: str, known: Collection[str]) -> str:
    """Return the longest known name whose words stand in that of a sheet, as in `Copy of sites`; empty for none."""
    words = _WORD.findall(fold(visible(name)))
    spans = {"_".join(words[first:last]) for last in range(len(words) + 1) for first in range(last)}
    return max(spans.intersection(known), key=len, default="")
