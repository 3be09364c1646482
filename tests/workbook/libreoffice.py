"""Workbooks saved again by LibreOffice, as a planner who has nothing else would save them."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_LONGEST_SECONDS = 560  # the tests end after 600
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@cache
def _profile() -> Path:
    """Return a profile for all runs of this process: making one takes longer than saving a workbook."""
    folder = Path(tempfile.mkdtemp(prefix="planner-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def saved_again(sources: Sequence[Path], folder: Path, form: str = "xlsx") -> list[Path]:
    """Open and save workbooks, all in one run; return the new files in the same order."""
    assert SOFFICE is not None
    given, made = folder / "given", folder / "made"
    given.mkdir(parents=True)
    names = [f"{number:02d}_{path.stem}" for number, path in enumerate(sources)]
    for name, path in zip(names, sources, strict=True):
        shutil.copy(path, given / f"{name}{path.suffix}")
    command = [SOFFICE, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--convert-to", form]
    files = [str(given / f"{name}{path.suffix}") for name, path in zip(names, sources, strict=True)]
    environment = {**os.environ, "HOME": str(_profile())}
    run = [*command, "--outdir", str(made), *files]
    subprocess.run(run, env=environment, check=True, capture_output=True, timeout=_LONGEST_SECONDS)
    return [made / f"{name}.{form}" for name in names]
