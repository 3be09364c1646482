"""Task: what differs between two runs, stored with the second one. The run of the task is FIRST-SECOND."""

import json

from planner.report.contract.plan_json import from_text
from planner.study.compare.beside import Known, beside
from planner.web.handout.places import SEPARATOR
from planner.web.queue.lifeline import Lifeline, Unsolved
from planner.web.store.records import BESIDE, PLAN
from planner.web.store.store import Store
from planner.web.studies.answer_data import data_of
from planner.web.tasks.files import workplace
from planner.workbook.case_file import read_case_file


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Compare two runs. Raises Unsolved where one has no plan any more."""
    first, second = run.split(SEPARATOR)
    answer = beside(_known(store, first), _known(store, second))
    store.put(second, {BESIDE.format(first): json.dumps(data_of(answer)).encode()})


def _known(store: Store, run: str) -> Known:
    text = store.file(run, PLAN)
    if text is None:
        raise Unsolved("One of these runs has no plan.")
    with workplace(store, run) as (path, _):
        file = read_case_file(path)
    assert file.tables is not None, "a case file without errors has its rows"
    return Known(file.case, file.tables, from_text(text))
