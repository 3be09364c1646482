"""What cannot be read or written is refused in a sentence, before any work: no traceback, no harm to a file."""

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import STARTER, planner
from tests.workbook.books import save, sound

OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize("command", ["check", "solve"])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.xlsx", None, "file not found"),
        ("text.xlsx", b"site,region\nA,here\n", "not an Excel workbook"),
        ("old.xlsx", OLD_EXCEL, "protected by a password"),
        ("empty.xlsx", b"", "the file is empty"),
        ("cut.xlsx", STARTER.read_bytes()[:5000], "damaged"),
        ("table.csv", b"site,region\nA,here\n", "another file format"),
    ],
)
def test_a_file_that_is_no_workbook(command: str, name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ended = planner(command, name, folder=tmp_path)
    assert ended.code == 2
    assert words in ended.words
    assert name in ended.words


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    ended = planner("solve", tmp_path, folder=tmp_path)
    assert ended.code == 2
    assert "a folder, not a file" in ended.words


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    sheets = sound()
    del sheets["markets"]
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), folder=tmp_path)
    assert ended.code == 1
    assert "markets" in ended.err


def test_an_unknown_pair_in_a_lock_is_named(tmp_path: Path) -> None:
    sheets = sound() | {"locks": [["site", "node", "min_phases"], ["A", "N5", 1]]}
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), folder=tmp_path)
    assert ended.code == 1
    assert "locks!B2" in ended.err
    assert "N5" in ended.err


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("in.xlsx", "never overwritten"),
        ("sub/../in.xlsx", "never overwritten"),
        ("link.xlsx", "never overwritten"),
        ("none/plan.xlsx", "does not exist: create it"),
        ("sub", "is a folder: name a file in it"),
        ("plan.csv", "it must end in .xlsx"),
    ],
)
def test_a_place_that_no_plan_may_take(target: str, words: str, tmp_path: Path) -> None:
    shutil.copy(STARTER, tmp_path / "in.xlsx")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.xlsx").symlink_to("in.xlsx")
    ended = planner("solve", "in.xlsx", "-o", target, "--json", folder=tmp_path)
    assert ended.code == 2
    assert words in ended.words
    assert ended.answer["exit_code"] == 2
    assert "building" not in ended.err
    assert (tmp_path / "in.xlsx").read_bytes() == STARTER.read_bytes()


@pytest.mark.parametrize(
    "option",
    [
        ("--gap", "-0.1"),
        ("--gap", "1"),
        ("--gap", "nan"),
        ("--time-limit", "0"),
        ("--time-limit", "nan"),
        ("--threads", "0"),
        ("--seed", "-1"),
        ("--progress", "loud"),
        ("--unknown", "1"),
    ],
)
def test_a_senseless_option_is_a_usage_error(option: tuple[str, str], tmp_path: Path) -> None:
    ended = planner("solve", STARTER, *option, folder=tmp_path)
    assert ended.code == 2
    assert option[0] in ended.err
    assert ended.out == ""


def test_an_unexpected_error_is_one_sentence_with_code_70(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import planner.workbook.reader as r\n"
        "def broken(path):\n    raise RuntimeError('the moon\\nis full')\n"
        "r.read_workbook = broken\n"
    )
    ended = planner("solve", STARTER, "--json", folder=tmp_path, first_on_path=tmp_path)
    assert ended.code == 70
    assert "internal error: RuntimeError: the moon is full" in ended.err
    assert "PLANNER_DEBUG=1" in ended.err
    assert ended.answer["exit_code"] == 70


@pytest.mark.parametrize("command", [("template",), ("check", "in.xlsx", "--mark")])
def test_a_name_that_no_file_system_takes(command: tuple[str, ...], tmp_path: Path) -> None:
    shutil.copy(STARTER, tmp_path / "in.xlsx")
    ended = planner(*command, "x" * 300 + ".xlsx", folder=tmp_path)
    assert ended.code == 2
    assert "cannot be written: File name too long" in ended.words
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]


def test_the_longest_name_that_a_file_system_takes_is_written(tmp_path: Path) -> None:
    ended = planner("template", "x" * 250 + ".xlsx", folder=tmp_path)
    assert ended.code == 0
    assert [len(path.name) for path in tmp_path.iterdir()] == [255]


HARMFUL = "[red]x[/] _x001B_[31m"


def test_texts_of_a_workbook_colour_nothing_and_move_no_cursor(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"][1][1] = HARMFUL
    sheets["nodes"][0].append(HARMFUL)
    sheets["nodes"][1].append("::error::")
    for form in ("text", "json", "github"):
        ended = planner("check", save(tmp_path / "in [red].xlsx", sheets), "--format", form, folder=tmp_path)
        assert ended.code == 1
        assert "\x1b" not in ended.out + ended.err
        assert "[red]x[/]" in ended.out
        assert form != "github" or all(line.startswith("::") for line in ended.out.splitlines())


def test_faults_that_end_a_solve_point_to_their_explanation(tmp_path: Path) -> None:
    sheets = sound()
    del sheets["markets"]
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), folder=tmp_path)
    assert "planner explain-code E" in ended.words


def test_an_unknown_code_is_not_taken_for_another_number(tmp_path: Path) -> None:
    ended = planner("explain-code", "E999", folder=tmp_path)
    assert ended.code == 2
    assert "Did you mean" not in ended.words
    assert "planner explain-code lists all codes." in ended.words
    assert "Did you mean E402?" in planner("explain-code", "W402", folder=tmp_path).words
