"""The report of an internal error: a file to send to those who maintain the planner."""

import platform
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from planner import __version__

PACKAGES = ("highspy", "pyomo", "numpy", "scipy", "pandas", "openpyxl", "typer")


def write_report(error: BaseException) -> Path | None:
    """Write what happened and where into a file, and return its path; None where no file can be written.

    It holds versions, the command and the traceback, nothing of the workbook.
    """
    lines = [
        f"planner {__version__}, Python {platform.python_version()}, {platform.platform()}",
        ", ".join(f"{package} {_version(package)}" for package in PACKAGES),
        "command: " + " ".join(sys.argv),
        "",
        *traceback.format_exception(error),
    ]
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="planner-report-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write("\n".join(line.rstrip("\n") for line in lines) + "\n")
    except OSError:
        return None
    return Path(file.name)


def to_send(error: BaseException) -> str:
    """Write the report of an error, and return the sentences that ask for it."""
    report = write_report(error)
    sent = f" Please send {report} to its maintainers." if report else ""
    return f"This is a bug of the planner, not of your workbook.{sent}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
