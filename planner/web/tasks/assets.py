"""Task: what all pages share and takes a while to make: the chart runtime and the chart of a running solve."""

import json

from planner.charts import closing, runtime
from planner.web.assets import CLOSING, SCRIPT, TEMPLATE, folder
from planner.web.lifeline import Lifeline
from planner.web.store import Store
from planner.workbook.examples import Example, write_example
from planner.workbook.saving import whole
from planner.workbook.template import write_template


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Write them into the store's folder, under names that change with the versions that made them."""
    place = folder(store.folder)
    place.mkdir(parents=True, exist_ok=True)
    write_template(place / TEMPLATE)
    for example in Example:
        write_example(place / f"{example}.xlsx", example)
    for name, text in ((CLOSING, json.dumps(closing.declare())), (SCRIPT, runtime.javascript())):
        with whole(place / name) as partial:
            partial.write_text(text, encoding="utf-8")
