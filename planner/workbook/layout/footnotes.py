"""Footnotes below a table: sources, remarks and dates, in a cell of their own."""

import re

_FOOTNOTE = re.compile(
    r"(?:sources?|notes?|remarks?|comments?|quellen?|anmerkung(?:en)?|hinweise?|fuentes?|notas?|fonti?|kaynak)\s*:.+"
    r"|(?:last updated|updated|as of|stand)\b.*\d{4}.*|[*†‡¹²³]+\s*\S.*",
    re.IGNORECASE | re.DOTALL,
)


def is_footnote(text: str) -> bool:
    """True for a text such as `Source: own estimates` or `* before tax`."""
    return _FOOTNOTE.fullmatch(text.strip()) is not None
