"""Words as planners type them: one form for matching, and the nearest valid name for near misses."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
_AROUND_A_TITLE = " *†‡:\"'“”„«»"
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")


def decode(text: str) -> str:
    """Return text with the _xHHHH_ escapes of Excel read."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def visible(text: str) -> str:
    """Return text without control and format characters; line breaks and tabs become spaces."""
    if text.isprintable():
        return text
    spaced = (" " if character.isspace() else character for character in text)
    return "".join(character for character in spaced if unicodedata.category(character) not in _INVISIBLE)


def tidy(text: str) -> str:
    """Return text without outer spaces and with single inner spaces; non-breaking spaces count as spaces."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the form in which names are compared: tidy, without capitals, each character in its plainest form.

    An accent typed on its own, a full-width letter or a ligature is the same as the usual character.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split()).casefold()


def title_form(text: str) -> str:
    """Return the form in which titles are compared: without a number in front, and quotes and marks around it."""
    return unmarked(fold(visible(text)))


def unmarked(text: str) -> str:
    """Return a title without a number in front, and quotes and marks around it and around what is numbered."""
    return _NUMBERED.sub("", text.strip(_AROUND_A_TITLE)).strip(_AROUND_A_TITLE)


def strangers(text: str, name: str) -> str:
    """Return the letters of a text from other alphabets than those of a name: they may look the same."""
    known = {_alphabet(character) for character in name if character.isalpha()}
    return "".join(character for character in text if character.isalpha() and _alphabet(character) not in known)


def lookalike_remark(text: str, name: str) -> str:
    """Return the remark behind a fix that looks the same as what it replaces; empty where it does not."""
    if len(tidy(text)) != len(name):
        return ""
    if strange := strangers(text, name):
        return f": {strange!r} has letters of another alphabet"
    mixed = strangers(name, text)
    return f", or better type {name!r} again where it is listed: {mixed!r} is of another alphabet" if mixed else ""


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


def nearest(text: str, names: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Return the name most like a text, or nothing where none is near."""
    forms = {fold(name): name for name in names}
    matches = difflib.get_close_matches(fold(text), list(forms), n=1, cutoff=cutoff)
    return forms[matches[0]] if matches else None
