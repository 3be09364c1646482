"""Files at the edge: where a plan goes, and what is refused before any work is done for it."""

import hashlib
import os
from pathlib import Path

from planner.cli.exits import Exit, Stop


def default_plan(source: Path) -> Path:
    """Return the name of the plan of a workbook, in the current folder."""
    return Path(f"{source.stem}_plan.xlsx")


def check_target(target: Path, *sources: Path, suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Stop unless a workbook can be written there without touching a source."""
    if target.suffix.lower() not in suffixes:
        raise Stop(Exit.USAGE, f"{target} is no name for an Excel workbook: let it end in {' or '.join(suffixes)}.")
    if any(_same(target, source) for source in sources):
        raise Stop(Exit.USAGE, f"{target} is the input, which is never written over: give another name with -o.")
    if target.is_dir():
        raise Stop(Exit.USAGE, f"{target} is a folder: name a file in it.")
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Stop(Exit.USAGE, f"There is no folder {folder}: make it, or give another place.")
    if not os.access(folder, os.W_OK):
        raise Stop(Exit.USAGE, f"You may not write to the folder {folder}: give another place.")


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
