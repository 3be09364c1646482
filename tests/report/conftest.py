"""Plan workbooks are written without pictures here, which take a second each; tests of the pictures ask for them."""

from collections.abc import Iterator

import pytest

from planner.charts import draw
from planner.report.excel import drawing


@pytest.fixture(autouse=True, scope="package")
def without_pictures() -> Iterator[None]:
    """Write as where the extra `charts` is not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "available", lambda: False)
        yield


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write with pictures, as the extra allows."""
    assert draw.available(), "the extra `charts` belongs to `dev`"
    monkeypatch.setattr(drawing, "available", draw.available)
