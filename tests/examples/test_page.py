"""Page and appendix of the study: made from the committed results, every number from there or from a source."""

import csv
import re
import struct
import zlib

import pytest

from examples.seven_trillion.money_stack import facts
from examples.seven_trillion.page import HERE, PAGES, REVIEW, is_solved, page
from examples.seven_trillion.pictures import charts
from examples.seven_trillion.pictures.png import packed
from examples.seven_trillion.runs.results import FILE, Results, read_results


@pytest.fixture(scope="module")
def committed() -> Results:
    return read_results(HERE)


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_one_that_the_results_give(committed: Results, name: str) -> None:
    assert (HERE / name).read_text(encoding="utf-8") == page(committed, PAGES[name])


@pytest.mark.parametrize("name", PAGES.values())
def test_no_number_stands_in_a_template_itself(name: str) -> None:
    text = (HERE / name).read_text(encoding="utf-8")
    assert re.findall(r"\d", re.sub(r"\{\w+\}", "", text)) == []


def test_every_fact_has_a_source_and_stands_in_the_appendix() -> None:
    text = (HERE / "APPENDIX.md").read_text(encoding="utf-8")
    assert all(fact.source and f"| {fact.text} | {fact.source} |" in text for fact in facts().values())


def test_ten_objections_are_answered() -> None:
    with REVIEW.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert all(row["answer"].startswith(("Answered", "Not answered", "In part")) for row in rows)


def test_five_pictures_are_there_and_small(committed: Results) -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", (HERE / "README.md").read_text(encoding="utf-8"))
    assert [file for _, file in pictures] == list(charts.CHARTS)
    for title, file in pictures:
        if is_solved(committed, file.removesuffix(".png")):
            assert charts.CHARTS[file](committed)["title"]["text"] == title
            assert 0 < (HERE / file).stat().st_size < 150_000
    assert (HERE / FILE).stat().st_size < 300_000


def test_the_plan_of_a_run_lies_in_the_results_with_its_figures(committed: Results) -> None:
    assert all(run.low <= run.high and run.figures for run in committed.runs.values())
    assert all(committed.runs[run.plan_of].high == pytest.approx(run.high) for run in committed.runs.values())


def test_a_packed_picture_is_the_same_picture() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = bytes(1000)
    loose = zlib.compress(pixels, 0)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 249, 1, 8, 6, 0, 0, 0))
    data = chunk(b"IDAT", loose[:500]) + chunk(b"IDAT", loose[500:])
    png = b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")
    small = packed(png)
    assert len(small) < len(png) / 5
    assert small.startswith(png[: 8 + len(head)])
    assert small.endswith(chunk(b"IEND", b""))
    begin = small.index(b"IDAT") + 4
    assert zlib.decompress(small[begin:-16]) == pixels
