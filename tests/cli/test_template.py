"""`planner template` with its options: a horizon of one's own, and examples out of the installed package."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.workbook.reader import read_workbook
from planner.workbook.template.examples import Example, example_bytes
from tests.cli.commands import ROOT, environment, planner


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel lays into site-packages, with no checkout around it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("example", Example)
def test_an_example_is_the_workbook_of_the_checkout(example: Example, tmp_path: Path) -> None:
    ended = planner("template", "mine.xlsx", "--example", example, folder=tmp_path)
    assert ended.code == 0
    assert f"the example {example}" in ended.words
    assert (tmp_path / "mine.xlsx").read_bytes() == (ROOT / "inputs" / f"{example}.xlsx").read_bytes()
    assert {fault.code for fault in read_workbook(tmp_path / "mine.xlsx").faults} <= {"I775"}


@pytest.mark.parametrize("example", Example)
def test_an_example_comes_out_of_the_wheel(example: Example, tmp_path: Path, installed: Path) -> None:
    assert not (installed / "inputs").exists()
    ended = planner("template", "mine.xlsx", "--example", example, folder=tmp_path, first_on_path=installed)
    assert ended.code == 0
    assert (tmp_path / "mine.xlsx").read_bytes() == example_bytes(example)


def test_the_wheel_holds_nothing_but_the_package(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")} == {"planner"}


def test_a_horizon_of_ones_own_is_laid_out(tmp_path: Path) -> None:
    ended = planner("template", "mine.xlsx", "--first", "2028M01", "--periods", "24", folder=tmp_path)
    assert ended.code == 0
    book = load_workbook(tmp_path / "mine.xlsx")
    assert [cell.value for cell in book["budget"][1]][1:25] == [f"{2028 + m // 12}M{m % 12 + 1:02d}" for m in range(24)]
    settings = {key.value: value.value for key, value in book["settings"].iter_rows(min_row=2, max_col=2)}
    assert [settings[key] for key in ("first_period", "periods", "period_months")] == ["2028M01", 24, 1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--first", "Q4 2026"), "Did you mean 2026Q4?"),
        (("--first", "Oct 2026"), "Did you mean 2026Q4?"),
        (("--first", "soon"), "write 2026Q4 for quarters, 2026M10 for months or 2026 for years."),
        (("--first", ""), "is not a period"),
        (("--first", "9999Q4", "--periods", "2"), "beyond the year 9999"),
        (("--periods", "0"), "--periods"),
        (("--periods", "1201"), "--periods"),
        (("--periods", "ten"), "--periods"),
        (("--example", "moon"), "'starter', 'national_programme'"),
        (("--example", "world", "--periods", "8"), "leave out --first and --periods"),
        (("--example", "starter", "--first", "2027Q1"), "leave out --first and --periods"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(options: tuple[str, ...], words: str, tmp_path: Path) -> None:
    ended = planner("template", "mine.xlsx", *options, folder=tmp_path)
    assert ended.code == 2
    assert words in ended.words.replace("│ ", "")
    assert list(tmp_path.iterdir()) == []
