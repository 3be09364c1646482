"""Errors of formulas as text, in any language: pasted as values they are no error cells any more."""

import re

_ERROR = re.compile(r"#[¡¿]?[^\s#]+[!?]|#(?:N/A|N/D|NV|YOK|BRAK|Н/Д|GETTING_DATA)|Err:\d{3}")


def is_error_text(text: str) -> bool:
    """True for an error such as #REF!, #BEZUG! or Err:502: its letters are capitals."""
    if text[:1] not in ("#", "E"):
        return False
    bare = text.strip()
    return _ERROR.fullmatch(bare) is not None and (bare[0] == "E" or bare == bare.upper())
