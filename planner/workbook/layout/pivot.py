"""Pivot tables in compact form, in which one column holds the names of several: nothing says which is which."""

from planner.workbook.text.values import Value
from planner.workbook.text.words import fold, visible

AS_A_TABLE = (
    "show the pivot table in tabular form and repeat all item labels (Design, Report Layout), so that each name has a "
    "column of its own, and give the columns these titles"
)
_TITLES = (
    *("row labels", "column labels", "zeilenbeschriftungen", "spaltenbeschriftungen", "étiquettes de lignes"),
    *("etiquetas de fila", "etichette di riga", "rótulos de linha", "rijlabels", "satır etiketleri"),
    *("названия строк", "行标签", "行ラベル", "행 레이블"),
)


def is_pivot_title(cell: Value) -> bool:
    """True for the title that Excel gives the names of a compact pivot table."""
    return isinstance(cell, str) and fold(visible(cell)) in _TITLES
