"""Period labels as planners write them: what was probably meant, so that the fix can name it."""

import re
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from planner.case.calendar import PERIOD_MONTHS, Calendar, example_label, parse_label
from planner.workbook.text.values import Value
from planner.workbook.text.words import fold, unmarked

_MONTH_WORDS = (
    "jan january januar janvier ocak oca enero ene",
    "feb february februar février fév fevrier fev şubat şub subat sub febrero",
    "mar march märz mär maerz mars mart marzo",
    "apr april avril avr nisan nis abril abr",
    "may mai mayıs mayis mayo",
    "jun june juni juin haziran haz junio",
    "jul july juli juillet juil temmuz tem julio",
    "aug august août aout ağustos ağu agustos ağustos agosto ago",
    "sep sept september septembre eylül eyl eylul septiembre",
    "oct october okt oktober octobre ekim eki octubre",
    "nov november novembre kasım kas kasim noviembre",
    "dec december dez dezember décembre déc decembre aralık ara aralik diciembre dic",
)
"""Months as they are written in English, German, French, Turkish and Spanish."""
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2})(?!\d)")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[./-](\d{1,2})[./-]\d{1,2}(?!\d)")
_EASTERN = re.compile(r"(?:((?:19|20)\d{2})|令和\s*(\d{1,2}))\s*[年년]\s*(\d{1,2})\s*[月월]")
_REIWA = re.compile(r"令和\s*(\d{1,2}|元)\s*年?")
_BEFORE_REIWA = 2018
"""2027年7月, and 令和9年7月 by the years of the emperor of Japan."""
_WEEK = re.compile(
    r"\b(?:cw|ww|kw|w|wk|week)\W{0,2}(\d{1,2})\W{1,2}(20\d{2})(?!\d)"
    r"|(?<!\d)(20\d{2})\W{0,2}(?:cw|ww|kw|w|wk|week)\W{0,2}(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:FY\s*)?((?:19|20)\d{2})(?!\d)", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<!\d)'?(\d{2})(?!\d)")
_QUARTER = re.compile(
    r"(?:q\w*|ç\w*|(?<![^\W\d_])t(?:rim\w*)?)\s*\.?\s*([1-4])(?!\d)"
    r"|(?<!\d)([1-4])(?:st|nd|rd|th|er|e|º|°)?\s*\.?\s*(?:q|ç|trim|季|四半期|분기)",
    re.IGNORECASE,
)
"""Q1, 1. Quartal, Ç1 and çeyrek, T1 and trimestre, 第1季度."""
_ROMAN = re.compile(r"(?<![^\W\d_])(IV|I{1,3})(?![^\W\d_])")
_ROMANS = ("I", "II", "III", "IV")
_ORDINALS = (
    "first erstes erste premier primer primero primo birinci",
    "second zweites zweite deuxième segundo secondo ikinci",
    "third drittes dritte troisième tercer tercero terzo üçüncü",
    "fourth last viertes vierte quatrième cuarto quarto dördüncü",
)
_ORDINAL = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words.split()}
_OF_A_QUARTER = re.compile(r"quart|trim|çeyrek|ceyrek", re.IGNORECASE)
_UNTIL = re.compile(r"[-–—]|\.\.+|\b(?:to|until|through|bis|à|hasta)\b", re.IGNORECASE)
_SPLIT_YEAR = re.compile(r"(?<!\d)(?:19|20)?(\d{2})\s*[/–-]\s*(?:19|20)?(\d{2})(?!\d)")
"""2027/28, a fiscal year that begins in one year and ends in the next."""
_HALF = re.compile(
    r"(?:\bhj?|(?<=\d)h|halbjahr|half|semest\w*|\bs)\W*[12](?!\d)|(?<!\d)[12]\W*(?:hj?\b|hj?(?=\d)|halbjahr|half)",
    re.IGNORECASE,
)
"""H1 2027, 2027H1, 1H27, 1. Halbjahr 2027, S1 2027."""
_SECOND_HALF = re.compile(r"[a-z]\W*2(?!\d)|(?<!\d)2\W*h", re.IGNORECASE)
_OF_TAIWAN = re.compile(r"(?:民國|民国)\s*(1[0-4]\d)(?!\d)|(?<!\d)(1[0-4]\d)\s*年|^\W*(1[0-4]\d)\W*$")
"""Years of the Republic of China: 116 is 2027. A number is one only where the text says so, or only adds a quarter."""
_POINTED_QUARTER = re.compile(r"\s*((?:19|20)\d{2})\s*[.,/_-]\s*([1-4])\s*")
"""2027.1, the first quarter as numbers have it."""
_MONTH_NUMBER = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?!\d)")
_FIRST_DAY, _LAST_DAY = 36_526, 73_051  # 2000-01-01, 2100-01-01
_LOOKS_LIKE = re.compile(
    r"^令和|^FY\s*'?\d{2}\b|^(?:IV|I{1,3})\W{1,2}(19|20)\d{2}|^\D{0,3}(19|20)\d{2}|\d\s*q|q\w*\s*\d|^t\s*[1-4]\b|\d\W*(?:ç|trim)|ç\w*\s*\d|^\W*(19|20)?\d{2}\W*$",
    re.IGNORECASE,
)


def looks_like_period(text: str) -> bool:
    """True where a header was probably meant as a period label."""
    return bool(_LOOKS_LIKE.search(text)) or _month(text) is not None or months_of_title(text) == 6


def date_of_serial(value: Value) -> Value:
    """Return the date that a number stands for where it is the count of days of a date in this century.

    A date loses its format easily: 46388 is 2027-01-01. No period label is such a number.
    """
    if isinstance(value, int | float) and _FIRST_DAY <= value < _LAST_DAY and float(value).is_integer():
        moment: Value = from_excel(value)
        return moment
    return value


def label_of_date(moment: date | datetime, period_months: int) -> str:
    """Return the label of the period that a date lies in."""
    calendar = Calendar(0, 1, period_months)
    return calendar.label(moment.year * calendar.periods_per_year + (moment.month - 1) // period_months)


def suggest_label(text: str, period_months: int) -> str | None:
    """Return the label that an unreadable period was probably meant to be, or nothing."""
    dated = _labels_of_date(text, period_months)
    if dated:
        return dated[0] if len(set(dated)) == 1 else None
    year, rest = _year(text, period_months)
    if year is None or (period_months < 12 and _is_split_year(text)):
        return None
    part = ""
    if period_months == 3:
        quarter, month = _quarter(text), _month(text)
        if quarter is None and month is None:
            return None
        part = f"Q{quarter or ((month or 1) - 1) // 3 + 1}"
    elif period_months == 1:
        number = _MONTH_NUMBER.search(rest)
        month = _month(text) or (int(number[1]) if number else None)
        if month is None:
            return None
        part = f"M{month:02d}"
    try:
        parse_label(f"{year}{part}", period_months)
    except ValueError:
        return None
    return f"{year}{part}"


def months_of_title(text: str) -> int | None:
    """Return the months of the period that a title with a year names: 12 for FY2027, 6 for H1 2027, 3, or 1."""
    for months in PERIOD_MONTHS:
        try:
            parse_label(text, months)
        except ValueError:
            continue
        return months
    year, rest = _year(text, 12)
    if year is None:
        return None
    if _HALF.search(text):
        return 6
    if _quarter(text):
        return 3
    named = _months(text)
    if named:
        span = (named[-1] - named[0]) % 12 + 1
        return span if span in (*PERIOD_MONTHS, 6) else None
    return None if any(character.isdigit() for character in rest.replace(str(year % 100), "", 1)) else 12


def year_of_title(text: str) -> int | None:
    """Return the year that a title names, or nothing."""
    return _year(text, 12)[0]


def part_of_year(text: str, period_months: int) -> int | None:
    """Return the number of the quarter or month that a text without a year names, or nothing.

    In "1. Quartal" the number in front is that of the quarter, in "1. Q3" that of the column.
    """
    return _part(text, period_months) or _part(unmarked(text), period_months)


def _part(text: str, period_months: int) -> int | None:
    if period_months == 3:
        match = _QUARTER.fullmatch(text) or re.fullmatch(r"([1-4])\.?\s*(?:quartal|quarter)", text, re.IGNORECASE)
        return int(next(filter(None, match.groups()))) if match else None
    if period_months == 1:
        words = _WORD.findall(text)
        number = re.fullmatch(r"m(0?[1-9]|1[0-2])", text, re.IGNORECASE)
        return int(number[1]) if number else _month(text) if len(words) == 1 and text.strip(".").isalpha() else None
    return None


def period_hint(text: str, period_months: int) -> str:
    """Return a fix for an unreadable period."""
    dated = _labels_of_date(text, period_months)
    if len(set(dated)) == 2:
        return f"write {dated[0]} if the month comes first, {dated[1]} if the day does"
    ends = None if dated else _ends(text, period_months)
    if ends is not None:
        return f"write one period, {ends[0]} or {ends[1]}: each end of a window has a column of its own"
    label = suggest_label(text, period_months)
    longer = _first_and_last(text, period_months) if label is None else None
    if longer is not None:
        return f"write {longer[0]} if its start is meant, {longer[1]} if its end is"
    if label and "年度" in text and period_months == 3:
        return f"write {_next_label(label)} if the year begins in April, {label} if it is the calendar year"
    fiscal = " if the fiscal year is the calendar year" if "fy" in text.casefold() else ""
    return f"write {label}{fiscal}" if label else f"write a label such as {example_label(period_months)}"


def _next_label(label: str) -> str:
    """Return the label of the quarter after one."""
    calendar = Calendar(0, 1, 3)
    return calendar.label(calendar.ordinal(label) + 1)


def _first_and_last(text: str, period_months: int) -> tuple[str, str] | None:
    """Return the labels of the first and the last period of the year or half-year that a text names, or nothing."""
    year, months = year_of_title(text), months_of_title(text)
    if year is None or months not in (6, 12) or months <= period_months or _is_split_year(text) or "fy" in fold(text):
        return None
    first = 7 if months == 6 and _SECOND_HALF.search(text) else 1
    ends = date(year, first, 1), date(year, first + months - 1, 1)
    return label_of_date(ends[0], period_months), label_of_date(ends[1], period_months)


def _year(text: str, period_months: int) -> tuple[int | None, str]:
    match = _YEAR.search(text)
    if match:
        return int(match[1]), text[: match.start()] + " " + text[match.end() :]
    bare = _QUARTER.sub(" ", text) if period_months == 3 else text
    if match := _REIWA.search(text):
        return _BEFORE_REIWA + (1 if match[1] == "元" else int(match[1])), text.replace(match[0], " ")
    if match := _OF_TAIWAN.search(_QUARTER.sub(" ", text)):
        return 1911 + int(next(filter(None, match.groups()))), bare
    short = _SHORT_YEAR.findall(bare)
    if not short or (period_months == 1 and _month(text) is None):
        return None, text
    return 2000 + int(short[-1]), bare


def _ends(text: str, period_months: int) -> tuple[str, str] | None:
    """Return the labels of both ends of a window in one cell, or nothing."""
    for mark in _UNTIL.finditer(text):
        ends = suggest_label(text[: mark.start()], period_months), suggest_label(text[mark.end() :], period_months)
        if ends[0] and ends[1]:
            return ends[0], ends[1]
    return None


def _is_split_year(text: str) -> bool:
    match = _SPLIT_YEAR.search(text)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def _quarter(text: str) -> int | None:
    """Return the quarter that a text names in figures, in Roman ones or as an ordinal."""
    match = _QUARTER.search(text)
    if match:
        return int(match[1] or match[2])
    if pointed := _POINTED_QUARTER.fullmatch(text):
        return int(pointed[2])
    if _OF_A_QUARTER.search(text):
        ordinals = (_ORDINAL.get(word) for word in _WORD.findall(text.casefold()))
        if number := next(filter(None, ordinals), None):
            return number
    roman = _ROMAN.search(text)
    return _ROMANS.index(roman[1]) + 1 if roman else None


def _labels_of_date(text: str, period_months: int) -> list[str]:
    """Return the label of a date typed as text; two where the month may stand first or second, as in 10/1/2023."""
    if east := _EASTERN.search(text):
        year, month = int(east[1] or 0) or _BEFORE_REIWA + int(east[2]), int(east[3])
        return [label_of_date(date(year, month, 1), period_months)] if 1 <= month <= 12 else []
    if week := _WEEK.search(text):
        number, year = int(week[1] or week[4]), int(week[2] or week[3])
        try:
            return [label_of_date(date.fromisocalendar(year, number, 4), period_months)]
        except ValueError:  # a year has 52 weeks, or 53
            return []
    iso, other = _ISO_DATE.search(text), _DATE.search(text)
    months = [int(iso[2])] if iso else [int(other[1]), int(other[2])] if other else []
    year = int(iso[1]) if iso else int(other[3]) if other else 0
    return [label_of_date(date(year, month, 1), period_months) for month in months if 1 <= month <= 12]


def _month(text: str) -> int | None:
    return next(iter(_months(text)), None)


def _months(text: str) -> list[int]:
    words = _WORD.findall(text.casefold().replace("i\u0307", "i"))  # how a Turkish capital I is folded
    return [_MONTHS[word] for word in words if word in _MONTHS]
