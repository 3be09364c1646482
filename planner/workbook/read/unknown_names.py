"""A name that is not listed: what was probably meant, so that the fix can say it."""

from collections.abc import Mapping

from planner.workbook.contract.columns import Column, Type
from planner.workbook.layout.blank_words import is_any_word
from planner.workbook.layout.listed_names import names_within
from planner.workbook.text.words import fold, lookalike_remark, nearest

_NONE = ("none", "na", "tbd", "0")
_AS_ABOVE = (
    *(
        '"',
        "''",
        "″",
        "〃",
        "ditto",
        "dito",
        "dto.",
        "do.",
        "idem",
        "id.",
        "same",
        "same as above",
        "as above",
        "see above",
    ),
    *("wie oben", "siehe oben", "s. o.", "s.o.", "ci-dessus", "igual", "idem.", "同上"),
)
"""How people write that a cell says what the one above it does."""
_LONGEST = 120
_MAX_SEARCHED = 2000
"""Names among which a near one is looked for; among more the search would take longer than the reading."""


def name_fix(name: str, column: Column, names: Mapping[str, str]) -> str:
    """Return how to fix an unknown name in a column; `names` holds the listed names by their folded form."""
    assert column.refers_to is not None
    target, _ = column.refers_to
    if fold(name) in _AS_ABOVE:
        return "write the name of the row above"
    parts = names_within(name, names)
    if len(parts) > 1:
        listed = "; ".join(parts)
        return f"write {listed}" if column.type is Type.NAMES else f"write one name and give each a row: {listed}"
    if column.required and is_any_word(name):
        return f"give each name of the {target} sheet a row of its own"
    if not column.required and (fold(name) in _NONE or is_any_word(name)):
        return "clear the cell: blank stands for any or none"
    near = nearest(name, list(names.values())[:_MAX_SEARCHED], cutoff=0.6)
    if near is None:
        else_ = "delete the row" if column.required else "clear the cell"
        return f"list it on the {target} sheet, or {f'write {_some(names)}' if names else else_}"
    return f"write {_short(near)}{lookalike_remark(name, near)}"


def _some(names: Mapping[str, str]) -> str:
    listed = list(names.values())
    some = ", ".join(map(_short, listed[:6]))
    return ("one of " if len(listed) > 1 else "") + some + (", ..." if len(listed) > 6 else "")


def _short(name: str) -> str:
    """Return a name as a sentence can hold it."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
