"""The example workbooks that come with the planner."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import planner
from planner.workbook.file.saving import write_whole


class Example(StrEnum):
    """An example that a planner may start from."""

    STARTER = "starter"
    NATIONAL_PROGRAMME = "national_programme"
    FOUNDRY = "foundry"
    WORLD = "world"


def example_bytes(example: Example) -> bytes:
    """Return an example workbook: from the installed package, or from the checkout that the package runs in."""
    name = f"{example}.xlsx"
    installed = files("planner").joinpath("examples", name)
    if installed.is_file():
        return installed.read_bytes()
    return (Path(planner.__file__).parents[1] / "inputs" / name).read_bytes()


def write_example(path: Path, example: Example) -> None:
    """Write an example workbook, whole or not at all."""
    data = example_bytes(example)
    write_whole(path, data)
