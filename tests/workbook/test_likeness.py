"""A case like an example with fewer sites: free of errors, with the example's own values, and small enough to solve."""

from pathlib import Path
from typing import Any

import pytest

from planner.cli.commands.template import template
from planner.cli.exits import Exit, Stop
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.workbook.case_file import read_case_file
from planner.workbook.faults.fault import Severity
from planner.workbook.reader import read_case, read_workbook
from planner.workbook.template.examples import Example, write_like
from tests.cli.commands import ROOT, planner


@pytest.mark.parametrize(
    ("example", "sites"),
    [
        *((Example.STARTER, sites) for sites in (1, 2, 3)),
        *((Example.NATIONAL_PROGRAMME, sites) for sites in (1, 4)),
        *((Example.FOUNDRY, sites) for sites in (1, 5)),
        *((Example.WORLD, sites) for sites in (1, 3, 12)),
    ],
)
def test_a_case_like_an_example_has_its_values_and_no_error(tmp_path: Path, example: Example, sites: int) -> None:
    names = write_like(tmp_path / "mine.xlsx", example, sites)
    reading = read_workbook(tmp_path / "mine.xlsx")
    assert [str(fault) for fault in reading.faults if fault.severity is Severity.ERROR] == []
    case, whole = reading.case, read_case(ROOT / "inputs" / f"{example}.xlsx")
    assert case is not None
    assert tuple(case.sites) == names
    assert len(names) == sites
    assert {key: whole.pairs[key] for key in case.pairs} == dict(case.pairs)
    assert [key for key in whole.pairs if key[0] in names] == list(case.pairs)
    assert {name: whole.nodes[name] for name in case.nodes} == dict(case.nodes)
    assert {site.region for site in case.sites.values()} == set(case.regions)
    assert (case.limits, case.locks, case.last_plan) == ((), (), ())


def test_demand_and_money_shrink_alike(tmp_path: Path) -> None:
    write_like(tmp_path / "mine.xlsx", Example.STARTER, 1)
    case, whole = read_case(tmp_path / "mine.xlsx"), read_case(ROOT / "inputs" / "starter.xlsx")
    (fund,), (whole_fund,) = case.funds.values(), whole.funds.values()
    share = fund.budget_usd_bn[0] / whole_fund.budget_usd_bn[0]
    assert 1 / 3 <= share < 1
    for key, values in case.scenarios[0].demand_kunits.items():
        assert values == pytest.approx([share * one for one in whole.scenarios[0].demand_kunits[key]], rel=1e-3)


def test_three_sites_like_the_world_offer_every_stage(tmp_path: Path) -> None:
    write_like(tmp_path / "mine.xlsx", Example.WORLD, 3)
    case = read_case(tmp_path / "mine.xlsx")
    built = {case.nodes[node].kind for _, node in case.pairs}
    assert built == {node.kind for node in read_case(ROOT / "inputs" / "world.xlsx").nodes.values()}


def test_a_case_like_an_example_is_solved(tmp_path: Path) -> None:
    write_like(tmp_path / "mine.xlsx", Example.STARTER, 2)
    result = solve(read_case_file(tmp_path / "mine.xlsx"), SolveOptions(threads=1, gap=0.01))
    assert result.status is Status.OPTIMAL
    assert result.plan.starts


def test_the_command_says_what_it_took_and_what_to_do(tmp_path: Path) -> None:
    ended = planner("template", "mine.xlsx", "--like", "starter", "--sites", "2", folder=tmp_path)
    assert ended.code == 0
    assert (
        "a case like starter with Kaohsiung and Phoenix AZ; demand, budget and tool deliveries are cut" in ended.words
    )
    assert "then run: planner check mine.xlsx" in ended.words
    assert (tmp_path / "mine.xlsx").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"like": Example.STARTER, "sites": 4}, "The example starter is too small for 4 sites: it has 3 sites."),
        ({"like": Example.STARTER, "example": Example.WORLD}, "give one of them."),
        ({"sites": 4}, "add --like world"),
        ({"like": Example.WORLD, "first": "2027Q1"}, "leave out --first and --periods"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    with pytest.raises(Stop, match=words) as refused:
        template(tmp_path / "mine.xlsx", **options)
    assert refused.value.exit is Exit.USAGE
    assert list(tmp_path.iterdir()) == []
