"""A row of units below the header, as many planning templates have: recognised by its words, compared with the columns.

Only what makes a figure wrong is compared: currency, scale, power, time, and fractions for per cent.
"""

import re
from collections.abc import Mapping
from unicodedata import category

from planner.workbook.text.currencies import OTHERS, SCALES, plain_money
from planner.workbook.text.values import Value, is_blank
from planner.workbook.text.words import visible

_TOKEN = re.compile(r"[^\W\d_]+[23]?|[%$°#*-]")
_ONE_OVER = re.compile(r"\b1\s*/")
_THOUSANDS = re.compile(r"['’]000s?\b|\b000s\b|(?<![\d.,])000(?=\s+[a-z$])")
_SAME = {
    "usd": "$ usd",
    "tn": "tn trn trillion trillions",
    "bn": "bn billion billions mrd milliarde milliarden milliard milliards milyar b",
    "m": "m mn mio million millions millionen milyon",
    "k": "k thousand thousands tsd tausend bin",
    "%": "% pct percent prozent pourcent",
    "fraction": "fraction fractions ratio",
    "mw": "mw megawatt megawatts",
    "gw": "gw gigawatt gigawatts",
    "kw": "kw kilowatt kilowatts",
    "kwh": "kwh",
    "mwh": "mwh",
    "periods": "period periods perioden periode",
    "months": "month months monat monate mois ay",
    "quarters": "quarter quarters quartal quartale trimestre trimestres çeyrek",
    "years": "year years yr yrs jahr jahre an ans yıl",
    "weeks": "week weeks woche wochen",
    "days": "day days tag tage",
}
_WORDS = {word: meaning for meaning, words in _SAME.items() for word in words.split()}
_WORDS |= {word: word for word in (*OTHERS, *SCALES)}
_JOINED: dict[str, tuple[str, ...]] = {
    **{word: (scale, code) for code in OTHERS for scale in ("k", "m", "bn") for word in (scale + code, code + scale)},
    "kusd": ("k", "usd"),
    "musd": ("m", "usd"),
    "usdk": ("k", "usd"),
    "usdm": ("m", "usd"),
    "usdmn": ("m", "usd"),
    "usdbn": ("bn", "usd"),
    "teur": ("k", "eur"),
    "kunits": ("k",),
    "kwspm": ("k",),
    "kwpm": ("k",),
    "kpcs": ("k",),
}
_NEUTRAL_WORDS = (
    "- * # n a na none per and of in the",
    "d de des von",
    "unit units einheit einheiten unité unités unidad unità birim pcs pieces ea each stück",
    "wspm wpm wafer wafers phase phases lump lumps tool tools floor package packages die dies good",
    "deg ° degree degrees grad cm2 mm2 hour hours h us index factor dimensionless",
    "text string name names number numeric integer int whole float decimal date bool boolean yes no label choice",
    "list id key required optional mandatory",
)
_NEUTRAL = {word for words in _NEUTRAL_WORDS for word in words.split()}
_MONEY, _SCALES = {"usd", *OTHERS}, {"tn", "bn", "m", "k", *SCALES}
_CLASSES = (
    *(_MONEY, {"mw", "gw", "kw"}, {"kwh", "mwh"}, {"%", "fraction"}),
    {"periods", "months", "quarters", "years", "weeks", "days"},
)
_PERIOD = {1: "months", 3: "quarters", 12: "years"}


def units_below(cells: tuple[Value, ...], units: Mapping[int, str]) -> dict[int, str] | None:
    """Return the units that a row gives for columns of numbers; nothing where it is not a row of units.

    `units` holds the declared unit of each column of numbers by its index.
    """
    texts = {index: cell for index, cell in enumerate(cells) if not is_blank(cell)}
    if not all(isinstance(cell, str) and is_unit(cell) for cell in texts.values()):
        return None
    given = {index: str(cell) for index, cell in texts.items() if index in units and not _is_dash(str(cell))}
    return given or None


def differs(given: str, unit: str, period_months: int) -> bool:
    """True where a unit in a row is another one than that of the column."""
    here, due = _meaning(given, period_months), _meaning(unit, period_months)
    if any(here & alike and due & alike and here & alike != due & alike for alike in _CLASSES):
        return True
    is_scaled = bool(here & _MONEY and due & _MONEY) or (_is_count(given) and _is_count(unit))
    return is_scaled and here & _SCALES != due & _SCALES


def is_prose(cell: Value) -> bool:
    """True for a text of several words without a figure, such as an explanation of a column."""
    return isinstance(cell, str) and len(cell.split()) > 2 and not any(character.isdigit() for character in cell)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_plain(text).replace("²", "2").replace("_", " "))


def _plain(text: str) -> str:
    """Return a unit without a 1 that it is divided by, and thousands in figures as a word."""
    return _THOUSANDS.sub(" thousand ", _ONE_OVER.sub(" ", plain_money(visible(text))))


def is_unit(text: str) -> bool:
    """True for a text that is nothing but a unit."""
    tokens = _tokens(text)
    is_digit_left = any(character.isdigit() for character in "".join(_TOKEN.split(_plain(text))))
    return bool(tokens) and not is_digit_left and all(t in _WORDS or t in _JOINED or t in _NEUTRAL for t in tokens)


def _is_dash(text: str) -> bool:
    return not any(character.isalpha() or character in "%°" or category(character) == "Sc" for character in text)


def _meaning(text: str, period_months: int) -> frozenset[str]:
    words: set[str] = set()
    for token in _tokens(text):
        words |= set(_JOINED.get(token, (_WORDS.get(token, ""),)))
    if "periods" in words and period_months in _PERIOD:
        words = words - {"periods"} | {_PERIOD[period_months]}
    return frozenset(words - {""})


def _is_count(text: str) -> bool:
    """True for a count of wafers or packages, which may be in thousands."""
    return bool(
        {"kunits", "units", "unit", "kwspm", "wspm", "kwpm", "wpm", "wafers", "kpcs", "pcs"} & set(_tokens(text))
    )
