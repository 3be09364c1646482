"""The example workbooks on the first page, and what each holds."""

from pathlib import Path

from planner.web.store import assets

WORDS = {
    "starter": "3 sites, 2 nodes, 12 quarters; solves in seconds",
    "national_programme": "a national programme that pays from its own fund",
    "foundry": "a foundry with its own fabs and committed orders",
    "world": "22 sites, 9 nodes, 40 quarters, 1,000 bn USD; give it two minutes",
}


def example(store: Path, name: str) -> Path | None:
    """Return the place of the workbook of an example, stored with the shared assets."""
    return assets.folder(store) / f"{name}.xlsx" if name in WORDS else None
