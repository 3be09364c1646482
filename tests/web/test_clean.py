"""Names that come from outside are fit to be shown and to name a download."""

import pytest

from planner.web.store.names import disposition, file_title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("case.xlsx", "case.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\my case.xlsx", "my case.xlsx"),
        ("a\x00\u202eb\n.xlsx", "ab.xlsx"),
        ("", "workbook.xlsx"),
        ("///", "workbook.xlsx"),
        ("Fälle 2027.xlsx", "Fälle 2027.xlsx"),
    ],
)
def test_only_what_can_be_printed_of_the_last_part_is_kept(name: str, title: str) -> None:
    assert file_title(name) == title


def test_a_long_name_keeps_its_ending() -> None:
    title = file_title("x" * 500 + ".xlsx")
    assert len(title) == 80
    assert title.endswith("….xlsx")


def test_a_download_has_a_plain_name_and_the_real_one() -> None:
    header = disposition('Fälle "2027".xlsx', "_plan.xlsx")
    assert (
        header == "attachment; filename=\"F_lle _2027__plan.xlsx\"; filename*=UTF-8''F%C3%A4lle%20%222027%22_plan.xlsx"
    )
