"""Shared files that a worker makes once per version: the chart runtime, a chart, the template."""

import gzip
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import planner
from planner import __version__

SCRIPT, CLOSING, TEMPLATE = "vega.js", "closing.json", "template.xlsx"
EXAMPLES = ("starter", "national_programme", "foundry", "world")


def folder(store: Path) -> Path:
    """Return their folder; its name changes with the code that made them."""
    fingerprint = f"{__version__}-{_source()}-{version('vl-convert-python')}"
    return store / "assets" / fingerprint


@cache
def _source() -> str:
    """Return a name for the code of charts and workbooks as it is."""
    root = Path(planner.__file__).parent
    code = hashlib.sha256()
    for path in sorted([*(root / "charts").glob("*.py"), *(root / "workbook").glob("*.py")]):
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


def exist(store: Path) -> bool:
    """Whether all of them are there; the script is written last."""
    place = folder(store)
    names = (SCRIPT, CLOSING, TEMPLATE, *(f"{name}.xlsx" for name in EXAMPLES))
    return all((place / name).exists() for name in names)


class Squeezed:
    """Files as sent, compressed once."""

    def __init__(self) -> None:
        """Start empty."""
        self._compressed: dict[Path, bytes] = {}

    def get(self, path: Path) -> bytes:
        """Return a file's content, compressed."""
        if path not in self._compressed:
            self._compressed[path] = gzip.compress(path.read_bytes(), 6)
        return self._compressed[path]
