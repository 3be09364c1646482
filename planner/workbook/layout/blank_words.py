"""Words in cells where a blank says the same: all for names, always for periods, unlimited for limits, a dash for any.

They are read as a blank, and reported. A word with two readings is not one of them: `none` may be no limit or nothing,
and NA may be a region.
"""

import re

from planner.workbook.contract.columns import Column, Type
from planner.workbook.text.numerals import is_dash
from planner.workbook.text.values import Value
from planner.workbook.text.words import fold

_NOT_GIVEN = ("n/a", "n.a.", "k.a.", "k. a.", "s.o.")
_ANY = (
    *("*", "all", "any", "every", "everything", "everywhere", "(all)", "(any)"),
    *("alle", "alles", "überall", "tous", "toutes", "tout", "todos", "todas", "tutti", "tutte", "hepsi", "tümü"),
)
_ALWAYS = ("always", "open", "open-ended", "open end", "forever", "immer", "toujours", "siempre", "sempre", "her zaman")
_NO_LIMIT = (
    *("unlimited", "no limit", "no maximum", "no cap", "uncapped", "not limited", "unrestricted"),
    *("unbegrenzt", "unbeschränkt", "illimité", "ilimitado", "illimitato", "sınırsız"),
)
_NONE = ("none", "no", "nil", "nothing", "keine", "kein", "aucun", "aucune", "ninguno", "nessuno", "yok")
_LIMITS = re.compile(r"blank: no (limit|cap)")
# In these a blank is a value of its own, and not any of the names.
_BLANK_IS_NOT_ANY = ("from_node", "expansion_spend")
_SHELLS = "blank: the shells"


def is_word_for_blank(value: Value, column: Column) -> bool:
    """True where a cell of an optional column says in a word what a blank says. Names that refer to a list: see below.

    A blank that stands for a figure, such as 100 %, is not meant by such a word.
    """
    if not isinstance(value, str) or column.required or column.refers_to or column.default not in (None, "", ()):
        return False
    word = fold(value)
    match column.type:
        case Type.PERIOD:
            return _is_not_given(word) or word in _ALWAYS or word in _ANY
        case Type.NUMBER | Type.WHOLE | Type.PERCENT:
            return _is_not_given(word) or (is_limit(column) and word in _NO_LIMIT)
        case Type.CHOICE | Type.NAMES:
            return _is_not_given(word) or word in _ANY
    return False


def is_any_name(name: str, column: Column) -> bool:
    """True where a name that is not listed says what a blank says in an optional column of names."""
    word = fold(name)
    stands_for_any = column.id not in _BLANK_IS_NOT_ANY and _SHELLS not in column.doc
    return not column.required and (_is_not_given(word) or (word in _ANY and stands_for_any))


def is_any_word(name: str) -> bool:
    """True for a word such as all."""
    return fold(name) in _ANY


def is_limit(column: Column) -> bool:
    """True where a blank means that there is no limit."""
    return bool(_LIMITS.search(column.doc))


def is_none_word(text: str) -> bool:
    """True for a word that may mean no limit, or nothing at all."""
    return fold(text) in _NONE


def _is_not_given(word: str) -> bool:
    return is_dash(word) or word in _NOT_GIVEN
