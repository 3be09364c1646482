"""The example of two futures: the study finds what its page works out by hand."""

from examples.build import HERE
from planner.study.answers.interval import Interval
from planner.study.scenarios.scenarios import scenarios
from tests.examples.readmes import Readme
from tests.model.solving import near
from tests.study.test_scenarios import EXACT

SUMS = {line.label: line.value for line in Readme(HERE / "wait_for_demand" / "README.md").sums()}


def test_the_study_finds_the_values_by_hand() -> None:
    answer = scenarios(HERE / "wait_for_demand" / "case.xlsx", EXACT, fresh=0, decide_until="2027Q1")
    tables = {table.name: table.rows for table in answer.tables}
    values = {str(name): value for name, value in tables["value"]}

    def is_worth(name: str, label: str) -> None:
        value = values[name]
        assert isinstance(value, Interval)
        assert (value.low, value.high) == (near(SUMS[label]), near(SUMS[label]))

    is_worth("expected cost, the future known first", "the future known before anything is decided")
    is_worth("expected cost, one plan for all futures", "case.xlsx: nothing is built")
    is_worth("expected cost, starts after 2027Q1 by future", "a phase one quarter later, if demand grows")
    is_worth("value of knowing the future (EVPI)", "what a perfect forecast is worth")
    is_worth("value of planning for all futures (VSS)", "what planning for both is worth")
    is_worth("value of later starts by future", "what waiting is worth")
    (option,) = tables["decisions"]
    assert option[:4] == ("option", "Phoenix", "N3", 1)
    assert option[-1] == "demand for Accelerator of at least 120 kunits in 2027Q1 (at most 60 in the others)"
    (later,) = tables["by_future"]
    assert later[:6] == ("later", "Phoenix", "N3", 1, None, "2027Q2")
    regret = tables["regret"][1][4]
    assert isinstance(regret, Interval)
    assert regret.high == near(SUMS["regret of building nothing, if demand grows"])
