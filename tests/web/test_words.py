"""Codes and words lead to what they mean."""

from pathlib import Path

from planner.workbook.faults.codes import CODES
from tests.web.asking import site


def test_every_code_has_a_page_and_words_are_explained(tmp_path: Path) -> None:
    pages = site(tmp_path / "store")
    listed = pages.get("/words").text
    assert all(f'href="/codes/{code}"' in listed for code in CODES)
    assert "No plan can have a smaller objective than this" in listed
    page = pages.get("/codes/E402").text
    for title in ("When", "Example", "Fix"):
        assert f"<dt>{title}</dt>" in page
    unknown = pages.get("/codes/E4o2")
    assert unknown.status == 404
    assert "There is no fault code E4o2." in unknown.text
