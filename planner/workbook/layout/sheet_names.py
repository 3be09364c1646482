"""Names of sheets as other programs change them: Numbers puts the name of each table behind that of its sheet."""

import re
from collections.abc import Collection

from planner.workbook.text.words import fold, visible

_TABLE = r"(?:table|tabelle|tableau|tabla|tabella|tabela|tabel|tablo|таблица|表格?|テーブル|표)\s*\d+(?:-\d+)*"
_SHEET = r"(?:sheet|blatt|feuille|hoja|foglio|folha|planilha|sayfa|лист|工作表|シート|시트)\s*\d+"
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
