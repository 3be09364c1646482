"""Task: the assets that all pages share: the chart runtime and the chart of a running solve."""

import json

from planner.charts import closing, runtime
from planner.web.queue.lifeline import Lifeline
from planner.web.store.assets import CLOSING, SCRIPT, TEMPLATE, folder
from planner.web.store.store import Store
from planner.workbook.file.saving import whole
from planner.workbook.template.books import write_template
from planner.workbook.template.examples import Example, write_example


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Write them into the store's folder, under names that change with the versions that made them."""
    store.runs(1)  # raises an error where the store has vanished: its folder must not be made again
    place = folder(store.folder)
    place.mkdir(parents=True, exist_ok=True)
    write_template(place / TEMPLATE)
    for example in Example:
        write_example(place / f"{example}.xlsx", example)
    for name, text in (
        (CLOSING, json.dumps({"plan": closing.declare(), "gap": closing.gap()})),
        (SCRIPT, runtime.javascript()),
    ):
        with whole(place / name) as partial:
            partial.write_text(text, encoding="utf-8")
