"""Plan workbooks without pictures, as in the tests of reports."""

from tests.report.conftest import without_pictures

__all__ = ["without_pictures"]
