"""The page of the study: made from the committed results, every number of it from there or from a source."""

import re
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from examples.seven_trillion import charts, sentences
from examples.seven_trillion.page import FACTS, HERE, PAGE, TEMPLATE, facts, page
from examples.seven_trillion.png import packed
from examples.seven_trillion.results import CSV, JSON, Results, Run, read_results, write_results
from examples.seven_trillion.tables import number, trillions


@pytest.fixture(scope="module")
def found() -> Results:
    return read_results(HERE)


def test_the_committed_page_is_the_one_that_the_results_give(found: Results) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(found)


def test_the_committed_results_agree_with_each_other(found: Results, tmp_path: Path) -> None:
    write_results(tmp_path, found)
    for name in (JSON, CSV):
        assert (tmp_path / name).read_text(encoding="utf-8") == (HERE / name).read_text(encoding="utf-8")


def test_no_number_stands_in_the_template_itself() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert re.findall(r"\d", re.sub(r"\{\w+\}", "", text)) == []


def test_every_fact_is_used_and_has_a_source() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert all(source for _, source in facts().values()), FACTS
    assert set(re.findall(r"\{fact_(\w+)\}", text)) == {*facts(), "table"}


def test_the_pictures_of_the_page_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert pictures == [charts.COVERAGE, charts.HELPS]
    assert all(0 < (HERE / picture).stat().st_size < 150_000 for picture in pictures)


def test_the_pictures_say_what_they_find_and_in_which_units(found: Results) -> None:
    for declared, title in (
        (charts.coverage_chart(found), sentences.coverage_title(found)),
        (charts.helps_chart(found), sentences.helps_title(found)),
    ):
        assert declared["title"]["text"] == title
        assert "Source: " in declared["title"]["subtitle"][1]
        assert "USD" in str(declared)


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


def worse(run: Run, factor: float) -> Run:
    """Return a run whose plan and bound cost so many times as much, and which covers so many times less."""
    factors = {"objective": factor, "bound": factor, "coverage": 1 / factor}
    changed = (replace(m, value=factors.get(m.name, 1.0) * m.value) if not m.by else m for m in run.measures)
    return replace(run, measures=tuple(changed))


def covering_as(run: Run, other: Run) -> Run:
    """Return a run that covers as much as another."""
    coverage = other.value("coverage")
    changed = (replace(m, value=coverage) if not m.by and m.name == "coverage" else m for m in run.measures)
    return replace(run, measures=tuple(changed))


def test_the_sentences_follow_the_results(found: Results) -> None:
    top = found.budgets[-1].budget_usd_bn
    rising = replace(found, runs=tuple(worse(r, 1.0 if r.budget_usd_bn == top else 2.0) for r in found.runs))
    assert sentences.coverage_title(rising) == f"Money still buys coverage at {trillions(top)} trillion USD"
    assert "Money still counts" in sentences.threshold(rising)
    assert "covers as much" not in sentences.threshold(rising)
    dearer = replace(found, runs=tuple(covering_as(r, found.budgets[-1]) for r in rising.runs))
    assert "With 0.25 trillion it covers as much, and the plan costs" in sentences.threshold(dearer)
    useless = replace(found, runs=tuple(worse(found.budgets[-1], 1.0) if not r.change else r for r in found.runs))
    nothing = replace(useless, runs=tuple(replace(useless.runs[0], change=r.change, name=r.name) for r in useless.runs))
    assert "none makes a difference" in sentences.helps(nothing)
    assert "No rule that was lifted" in sentences.helps_title(nothing)
    assert sentences.bans(nothing) == ""


@pytest.mark.parametrize(("value", "text"), [(1234.56, "1,234.6"), (-0.01, "0.0"), (-1.26, "-1.3"), (0.0, "0.0")])
def test_zero_has_no_minus(value: float, text: str) -> None:
    assert number(value, 1) == text


def test_trillions_have_the_digits_that_they_need() -> None:
    assert [trillions(usd_bn) for usd_bn in (100.0, 3500.0, 7000.0)] == ["0.1", "3.5", "7"]
