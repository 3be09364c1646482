"""The pictures of a plan, drawn in a process of their own while its plan is audited and its sheets are written."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planner.case.records import Case
from planner.charts.draw import available
from planner.charts.pen import NotDrawn, pen
from planner.plan.records import Plan

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

log = logging.getLogger(__name__)


class NoPictures(Exception):  # noqa: N818  named for what is missing
    """The charts of a plan cannot be drawn, and why."""


class Drawing:
    """The charts of one plan. Whatever goes wrong with them costs the pictures and nothing else."""

    def __init__(self) -> None:
        """Draw nothing before `start`."""
        self._stack = ExitStack()
        self._wait: Callable[[], list[bytes]] | None = None
        self._charts: list[Charted] = []
        self._pictures: list[bytes] | None = None
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        """Return the drawing; its process ends with the context."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self._stack.close()

    @property
    def is_started(self) -> bool:
        """Whether charts are being drawn, or have turned out not to be drawable."""
        return self._wait is not None or self._error is not None

    def start(self, case: Case, plan: Plan) -> None:
        """Declare the charts and draw them in the background; nothing without the extra `charts`."""
        if not available():
            return
        try:
            draw = self._stack.enter_context(pen())
            from planner.report.plan_charts import charts

            self._charts = charts(case, plan)
            self._wait = draw([charted.chart for charted in self._charts])
        except Exception as error:
            self._fail(error)

    def pictures(self) -> "list[tuple[Charted, bytes]]":
        """Wait for the charts and their pictures; none without the extra `charts`. Raises NoPictures."""
        if self._pictures is None and self._wait is not None and self._error is None:
            try:
                self._pictures = self._wait()
            except Exception as error:
                self._fail(error)
        if self._error is not None:
            reason = str(self._error) if isinstance(self._error, NotDrawn) else _named(self._error)
            raise NoPictures(" ".join(reason.split())) from self._error
        return list(zip(self._charts, self._pictures or (), strict=True)) if self._wait is not None else []

    def _fail(self, error: Exception) -> None:
        log.info("the charts cannot be drawn", exc_info=error)
        self._error = error


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
