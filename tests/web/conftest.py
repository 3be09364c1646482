"""One server for all tests of a module, with what pages share made once for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report.conftest import without_pictures
from tests.web.serving import Server, serving

__all__ = ["without_pictures"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an empty store."""
    with serving(tmp_path_factory.mktemp("module") / "store") as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A folder for a store of one test's own."""
    return tmp_path / "store"
