"""Faults as GitHub annotations: one line each, which a workflow shows beside the file."""

from collections.abc import Iterable
from pathlib import Path

from planner.workbook.faults.fault import Fault, Severity, shorten

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ORDER = list(Severity)


def annotations(source: Path, faults: Iterable[Fault]) -> list[str]:
    """Return the lines, errors first: a workflow shows a limited number of each kind."""
    return [_line(source, fault) for fault in sorted(faults, key=lambda fault: _ORDER.index(fault.severity))]


def _line(source: Path, fault: Fault) -> str:
    title = f"{fault.code} {fault.cell or fault.sheet}".strip()
    value = f", found {shorten(fault.found)}" if fault.found else ""
    expected = f", expected {fault.expected}" if fault.expected else ""
    message = f"{fault.meaning}{value}{expected}; {fault.fix}"
    return (
        f"::{_COMMANDS[fault.severity]} file={_property(source.as_posix())},title={_property(title)}::{_data(message)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
