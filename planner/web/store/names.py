"""Makes names from outside fit for display and for downloads."""

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

_LONGEST = 80


def file_title(name: str) -> str:
    """Return the last part of a file's name without what cannot be printed, cut to a length that fits a line."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    printable = "".join(character for character in last if character.isprintable()).strip()
    if len(printable) > _LONGEST:
        suffix = PurePosixPath(printable).suffix[:8]
        printable = printable[: _LONGEST - len(suffix) - 1] + "…" + suffix
    return printable or "workbook.xlsx"


def disposition(title: str, ending: str) -> str:
    """Return the header that lets a browser save an answer under a run's title with another ending."""
    name = f"{PurePosixPath(title).stem}{ending}"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
