"""Output files: where a plan is written, and what is refused before any work is done."""

import os
from collections.abc import Iterable
from pathlib import Path

from planner.cli.exits import Exit, Stop
from planner.cli.request import default_plan
from planner.report.contract.tidy_csv import strangers
from planner.workbook.faults.fault import shorten


def check_target(target: Path, *sources: Path, suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Stop unless a workbook can be written there without touching a source."""
    if sources and _is_folder(target):
        raise Stop(Exit.USAGE, f"{target} is a folder: name a file in it, such as {target / default_plan(sources[0])}.")
    if target.suffix.lower() not in suffixes:
        raise Stop(
            Exit.USAGE, f"{target} is not a valid name for an Excel workbook: it must end in {' or '.join(suffixes)}."
        )
    if any(_same(target, source) for source in sources):
        raise Stop(Exit.USAGE, f"{target} is the input, which is never overwritten: give another name.")
    _check_place(target)


def check_output(target: Path, suffix: str, what: str, *sources: Path) -> None:
    """Stop unless a file of some kind can be written there without touching an input."""
    if target.suffix.lower() != suffix:
        raise Stop(Exit.USAGE, f"{target} is not a valid name for {what}: it must end in {suffix}.")
    if any(_same(target, source) for source in sources):
        raise Stop(Exit.USAGE, f"{target} is the input, which is never overwritten: give another name.")
    _check_place(target)


def check_log(log: Path, *protected: Path) -> None:
    """Stop unless a log can be written there without touching a workbook."""
    if any(_same(log, path) for path in protected):
        raise Stop(Exit.USAGE, f"{log} is a workbook of this command: give another name for the log.")
    _check_place(log)


def _check_place(target: Path) -> None:
    if _is_folder(target):
        raise Stop(Exit.USAGE, f"{target} is a folder: name a file in it.")
    folder = target.absolute().parent
    if not folder.is_dir():
        raise Stop(Exit.USAGE, f"The folder {folder} does not exist: create it, or give another one.")
    if not os.access(folder, os.W_OK):
        raise Stop(Exit.USAGE, f"The folder {folder} is not writable: give another one.")


def _is_folder(target: Path) -> bool:
    try:
        return target.is_dir()
    except OSError as error:  # a name that is too long, say
        raise Stop(Exit.USAGE, f"{shorten(str(target))} cannot be written: {error.strerror or error}.") from error


def check_folder(folder: Path, tables: Iterable[str], *protected: Path) -> None:
    """Stop unless a folder can be replaced by one of tables alone, without touching other files."""
    place = folder.resolve()
    if any(path.resolve().is_relative_to(place) for path in protected):
        raise Stop(Exit.USAGE, f"{folder} holds a workbook of this command: give another folder.")
    if place.is_dir():
        others = strangers(place, tables)
        if others:
            reason = f"{folder} holds other files, such as {others[0]}"
            raise Stop(Exit.USAGE, f"{reason}, and would be replaced: give a new folder.")
    elif place.exists():
        raise Stop(Exit.USAGE, f"{folder} is not a folder: give another name.")
    if not place.parent.is_dir():
        raise Stop(Exit.USAGE, f"The folder {place.parent} does not exist: create it, or give another one.")
    if not os.access(place.parent, os.W_OK):
        raise Stop(Exit.USAGE, f"The folder {place.parent} is not writable: give another one.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
