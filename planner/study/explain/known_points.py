"""Points of programs that were solved, a file each in the folder of the study, so that a search can be resumed."""

import hashlib
import logging
import os
from pathlib import Path

import numpy as np

from planner import __version__
from planner.solver.program.matrix import Floats, Matrix

log = logging.getLogger(__name__)


class KnownPoints:
    """Finished programs by their content: a point, or none where there is none. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Use a folder that is there."""
        self._folder = folder

    def find(self, matrix: Matrix, cost: Floats, gap: float) -> tuple[Floats | None] | None:
        """Return what is kept of a program in a tuple, None where nothing is. A damaged file counts as nothing."""
        if self._folder is None:
            return None
        path = self._path(self._folder, matrix, cost, gap)
        try:
            x: Floats = np.load(path, allow_pickle=False)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError) as error:
            log.warning("%s cannot be read (%s); its program is solved again", path, error)
            return None
        return (x if x.size == matrix.cost.size else None,)

    def keep(self, matrix: Matrix, cost: Floats, gap: float, x: Floats | None) -> None:
        """Keep a point, or that there is none."""
        if self._folder is None:
            return
        path = self._path(self._folder, matrix, cost, gap)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        try:
            with partial.open("wb") as file:
                np.save(file, np.zeros(0) if x is None else x)
            os.replace(partial, path)
        except OSError as error:
            log.warning("%s cannot be written (%s): its program will be solved again", path, error)
            partial.unlink(missing_ok=True)

    def _path(self, folder: Path, matrix: Matrix, cost: Floats, gap: float) -> Path:
        digest = hashlib.sha256(f"{__version__} {gap}".encode())
        for array in (
            *(cost, matrix.col_lower, matrix.col_upper, matrix.row_lower, matrix.row_upper),
            *(matrix.start, matrix.index, matrix.value, matrix.integer),
        ):
            digest.update(np.ascontiguousarray(array).tobytes())
        return folder / f"{digest.hexdigest()[:32]}.npy"
