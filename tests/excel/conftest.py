"""Plan workbooks with and without pictures, as in the tests of reports."""

from tests.report.conftest import pictures, without_pictures

__all__ = ["pictures", "without_pictures"]
