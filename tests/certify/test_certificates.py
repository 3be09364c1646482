"""Certificates: what the checker confirms is true, and whatever is changed in one is refused or changes nothing."""

import ast
import copy
import json
import math
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from planner.case.records import Objective
from planner.certify import checker
from planner.certify.certificate import Certificate, NoCertificate, certify
from planner.certify.checker import Program, Refused, check, check_plan, precision
from planner.certify.part import Effort, NothingProven
from planner.pipeline import solve
from planner.plan.records import Schedule, Start
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import STARTER

CHECKER = Path(checker.__file__)
OPTIMUM = 15.28792359874
Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def starter() -> Certificate:
    """The certificate of the best plan of the starter case."""
    case = read_case(STARTER)
    plan = solve(case, SolveOptions(gap=1e-7, threads=1)).plan
    assert plan.outcome.objective == pytest.approx(OPTIMUM, rel=1e-9)
    return certify(case, plan.schedule, Effort(gap=1e-7), {"case": "starter"})


def spoiled(certificate: Certificate, spoil: Spoil) -> dict[str, Any]:
    """Return a certificate after a change of its one part."""
    proof: dict[str, Any] = copy.deepcopy(dict(certificate.proof))
    spoil(proof["parts"][0])
    return proof


def leaves(part: dict[str, Any], bounded: bool = True) -> list[dict[str, Any]]:
    return [node for node in part["tree"] if isinstance(node, dict) and ("bound" in node) == bounded]


def lowest(part: dict[str, Any]) -> dict[str, Any]:
    return min(leaves(part), key=lambda leaf: float(leaf["bound"]))


def test_the_optimum_of_the_starter_case_is_certified(starter: Certificate) -> None:
    (part,) = starter.proof["parts"]
    assert part["objective"] == pytest.approx(OPTIMUM, rel=1e-9)
    assert OPTIMUM * (1 - 1.001e-7) <= part["bound"] <= OPTIMUM * (1 + 1e-9)
    assert starter.better is None
    assert len(leaves(part)) > 1
    assert leaves(part, bounded=False), "some leaves are refuted by a Farkas ray"


def test_the_checker_runs_alone_in_300_lines_with_numpy(starter: Certificate, tmp_path: Path) -> None:
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    imports = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert imports == {"fractions", "json", "numpy", "sys", "typing"}
    (tmp_path / "check_proof.py").write_text(source, encoding="utf-8")
    (tmp_path / "proof.json").write_text(json.dumps(starter.proof), encoding="utf-8")
    command = [sys.executable, "-I", "check_proof.py", "proof.json"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("PROVEN.\n")
    assert "it says: case starter" in ended.stdout
    (tmp_path / "proof.json").write_text(json.dumps({**starter.proof, "format": "other"}), encoding="utf-8")
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split(":")[0]) == (1, "REFUSED")


def test_a_bound_that_is_improved_is_refused(starter: Certificate) -> None:
    proof = spoiled(starter, lambda part: part.update(bound=part["bound"] + 1e-6))
    with pytest.raises(Refused, match="the leaves prove"):
        check(proof)
    proof = spoiled(starter, lambda part: lowest(part).update(bound=lowest(part)["bound"] + 1e-6))
    with pytest.raises(Refused, match="does not prove its bound"):
        check(proof)


def test_a_leaf_that_is_dropped_is_refused(starter: Certificate) -> None:
    with pytest.raises(Refused, match="a branch has no leaf"):
        check(spoiled(starter, lambda part: part["tree"].pop()))

    # A branch that leads to its neighbour's leaf, so that one part of the tree is never looked at.
    def skip(part: dict[str, Any]) -> None:
        node = next(node for node in part["tree"] if isinstance(node, list))
        node[3] = node[2]

    with pytest.raises(Refused, match="led to twice"):
        check(spoiled(starter, skip))


def test_a_gap_between_two_branches_is_refused(starter: Certificate) -> None:
    continuous = next(
        j
        for j in range(len(starter.proof["parts"][0]["program"]["columns"]))
        if j not in starter.proof["parts"][0]["program"]["integer"]
    )
    for place, value in ((0, continuous), (1, 0.5)):

        def split(part: dict[str, Any], place: int = place, value: float = value) -> None:
            part["tree"][0][place] = value

        with pytest.raises(Refused, match="does not split a whole column"):
            check(spoiled(starter, split))


def test_a_multiplier_that_is_changed_is_refused(starter: Certificate) -> None:
    """Some may change without a loss: there the leaf has more than one proof."""
    rows = list(lowest(starter.proof["parts"][0])["y"])
    refused = 0
    for row in rows[::6]:

        def change(part: dict[str, Any], row: str = row) -> None:
            lowest(part)["y"][row] *= 1.001

        try:
            check(spoiled(starter, change))
        except Refused:
            refused += 1
    assert refused > len(rows[::6]) / 2


def test_a_multiplier_does_not_count_twice(starter: Certificate) -> None:
    """Two spellings of one row are two multipliers of it, which are added, not one that is overwritten."""

    def twice(part: dict[str, Any]) -> None:
        y = lowest(part)["y"]
        y.update({f"0{row}": value for row, value in y.items()})

    with pytest.raises(Refused, match="does not prove its bound"):
        check(spoiled(starter, twice))


def test_a_refuted_leaf_needs_its_rows(starter: Certificate) -> None:
    def forget(part: dict[str, Any]) -> None:
        leaves(part, bounded=False)[0]["y"].clear()

    with pytest.raises(Refused, match="not proven to be empty"):
        check(spoiled(starter, forget))


def test_a_plan_value_that_is_changed_is_refused(starter: Certificate) -> None:
    """What may be changed freely costs nothing and decides nothing."""
    (part,) = starter.proof["parts"]
    columns, whole = part["program"]["columns"], set(part["program"]["integer"])
    program = Program(part["program"], precision([part["program"], part["plan"]]))
    cost = check_plan(program, part["plan"])
    kept = []
    for j, value in enumerate(part["plan"]):
        try:
            if check_plan(program, [*part["plan"][:j], value + 1.0, *part["plan"][j + 1 :]]) == cost:
                kept.append(j)
        except Refused:
            continue
    assert whole.isdisjoint(kept), [columns[j] for j in kept]
    assert len(kept) < 0.05 * len(columns)
    with pytest.raises(Refused, match="is not whole in the plan"):
        check_plan(program, [value + 0.5 * (j == min(whole)) for j, value in enumerate(part["plan"])])


@pytest.mark.parametrize("value", [math.nan, math.inf, True, "1", None])
def test_what_is_no_number_is_refused(starter: Certificate, value: object) -> None:
    for spoil in (
        lambda part: part.update(bound=value),
        lambda part: part["plan"].__setitem__(0, value),
        lambda part: part["program"]["value"].__setitem__(0, value),
    ):
        with pytest.raises(Refused):
            check(spoiled(starter, spoil))


def test_whatever_is_changed_nothing_false_is_confirmed(starter: Certificate) -> None:
    """Numbers in plan, tree and claims are changed at random: what still passes claims nothing that is untrue."""
    draw = random.Random(1)
    for _ in range(40):
        proof = spoiled(starter, lambda part: None)
        (part,) = proof["parts"]
        node = draw.choice(part["tree"])
        kind = draw.randrange(3)
        if isinstance(node, list):
            node[draw.randrange(4)] += draw.choice((-1, 1))
        elif kind == 0 and node["y"]:
            node["y"][draw.choice(list(node["y"]))] *= draw.choice((-1, 0.999999, 1.00001, 2))
        elif kind == 1:
            node["y"][str(draw.randrange(len(part["program"]["rows"])))] = draw.choice((-1e-3, 1e-3))
        else:
            part["bound"] += draw.choice((-1e-3, 1e-3))
        try:
            check(proof)
        except Refused:
            continue
        assert part["bound"] <= OPTIMUM * (1 + 1e-9)
        assert part["objective"] >= OPTIMUM * (1 - 1e-6)


def test_coverage_first_is_certified_in_two_parts() -> None:
    """One phase in time covers three of four quarters, at 1 usd_bn; 3 kunits stay short: 3 usd_bn of penalty."""
    case = tiny()
    case = replace(case, settings=replace(case.settings, objective=Objective.COVERAGE_FIRST))
    plan = solve(case, SolveOptions(gap=1e-7, threads=1)).plan
    certificate = certify(case, plan.schedule, Effort(gap=1e-7), {})
    first, last = certificate.proof["parts"]
    assert (first["name"], first["objective"], first["bound"]) == ("coverage", pytest.approx(3), pytest.approx(3))
    assert (last["name"], last["objective"], last["bound"]) == ("cost", pytest.approx(1), pytest.approx(1))


def test_without_redundant_rows_the_same_is_proven() -> None:
    case = tiny()
    schedule = solve(case, SolveOptions(gap=1e-7, threads=1)).plan.schedule
    strong, plain = (certify(case, schedule, Effort(1e-7, strengthened=s), {}) for s in (True, False))
    assert strong.objective == pytest.approx(plain.objective)
    assert plain.gap <= 1e-7
    rows = [{name.split("[")[0] for name in each.proof["parts"][0]["program"]["rows"]} for each in (strong, plain)]
    assert rows[0] - rows[1] >= {"grown_count", "need"}


def test_a_worse_plan_has_a_gap_and_a_better_one_is_reported() -> None:
    """Building nothing leaves 12 kunits short, 12 usd_bn; a phase for 1 usd_bn leaves 3 short, 4 usd_bn in all."""
    certificate = certify(tiny(), Schedule(), Effort(), {})
    assert certificate.objective == pytest.approx(12)
    assert certificate.better == pytest.approx(4)
    assert certificate.gap == pytest.approx((12 - 4) / 12, abs=1e-3)
    assert "66.67 %" in certificate.words


def test_decisions_that_the_case_does_not_allow_have_no_certificate() -> None:
    with pytest.raises(NoCertificate, match="does not allow the decisions of this plan"):
        certify(tiny(), Schedule(starts=(Start("A", "N3", 0, 10_000),)), Effort(), {})


def test_a_proof_that_is_stopped_holds_with_a_gap(starter: Certificate) -> None:
    case, stop = read_case(STARTER), Event()
    schedule = solve(case, SolveOptions(threads=1)).plan.schedule
    effort = Effort(gap=1e-7, on_progress=lambda progress: stop.set() if progress.bound > 10 else None, cancel=stop)
    stopped = certify(case, schedule, effort, {})
    assert 1e-6 < stopped.gap < 0.5
    assert len(leaves(stopped.proof["parts"][0])) < len(leaves(starter.proof["parts"][0]))
    stop.set()
    with pytest.raises(NothingProven, match="whether the case allows the decisions"):
        certify(case, schedule, effort, {})
    with pytest.raises(NothingProven, match="whether the case allows the decisions"):
        certify(case, schedule, Effort(seconds=0.0), {})
