"""The example workbooks that come with the planner."""

import tempfile
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import planner
from planner.workbook.contract.places import SiteRow
from planner.workbook.file.saving import write_whole
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book
from planner.workbook.template.likeness import smaller


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


def write_like(path: Path, example: Example, sites: int) -> tuple[str, ...]:
    """Write a workbook with some of an example's sites, and return their names. Raises ValueError for too many."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(example_bytes(example))
        file.flush()
        tables = read_workbook(Path(file.name)).tables
    assert tables is not None, "an example has no faults"
    plural = "s" if sites > 1 else ""
    rows = smaller(tables, sites, f"My case: {sites} site{plural} like {example}")
    write_book(path, rows, tables.calendar, blank_columns=False)
    return tuple(str(facts["site"]) for facts in rows[SiteRow.sheet])


def write_example(path: Path, example: Example) -> None:
    """Write an example workbook, whole or not at all."""
    data = example_bytes(example)
    write_whole(path, data)
