"""Files that pages share and that a worker makes once for a version: the chart runtime, a chart, the template."""

import gzip
from importlib.metadata import version
from pathlib import Path

from planner import __version__

SCRIPT, CLOSING, TEMPLATE = "vega.js", "closing.json", "template.xlsx"


def folder(store: Path) -> Path:
    """Return where they are kept; the name changes with what made them."""
    return store / "assets" / f"{__version__}-{version('altair')}-{version('vl-convert-python')}"


def is_made(store: Path) -> bool:
    """Whether all of them are there; the script is written last."""
    return (folder(store) / SCRIPT).exists()


class Squeezed:
    """Files as they go over the wire, packed once."""

    def __init__(self) -> None:
        """Start with none."""
        self._kept: dict[Path, bytes] = {}

    def get(self, path: Path) -> bytes:
        """Return a file's content, packed."""
        if path not in self._kept:
            self._kept[path] = gzip.compress(path.read_bytes(), 6)
        return self._kept[path]
