"""Cuts by rounding: what they say, worked out by hand, and that no whole point of a model misses one."""

from itertools import product

import highspy
import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.highs import point, silent
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Cuts
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.prove import rounding, tree_cuts
from planner.solver.prove.cuts import add_cuts, drop_slack, rows_of, stacked
from planner.solver.prove.presolved import Presolved
from planner.solver.prove.root import root
from planner.solver.prove.rounding import rounded
from planner.solver.prove.rows import Row, Rows
from planner.solver.prove.separator import Separator
from planner.solver.prove.stairs import Stairs
from planner.solver.prove.tree import Tree
from tests.model.tangles import tangle
from tests.model.worlds import world
from tests.solver.test_tree import knapsacks, optimum

SEEDS = (0, 1, 2, 6, 9, 12)
TANGLES = (2, 8, 13, 16)


def rows(
    columns: list[tuple[float, float, bool, int]], said: list[tuple[dict[int, float], float]], x: Floats
) -> tuple[list[Row], Rows]:
    """Return the tight rows at a point, of a program of columns (lower, upper, whole, series) and rows <= a side."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(columns), len(said)
    program.col_lower_ = [float(column[0]) for column in columns]
    program.col_upper_ = [float(column[1]) for column in columns]
    program.row_lower_, program.row_upper_ = [-np.inf] * len(said), [side for _, side in said]
    entries = [(row, column, value) for row, (values, _) in enumerate(said) for column, value in sorted(values.items())]
    by_column = sorted(entries, key=lambda entry: (entry[1], entry[0]))
    counts = [sum(entry[1] == column for entry in entries) for column in range(len(columns))]
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.cumsum([0, *counts]).astype(np.int32)
    program.a_matrix_.index_ = np.array([entry[0] for entry in by_column], dtype=np.int32)
    program.a_matrix_.value_ = np.array([entry[2] for entry in by_column])
    read = Rows(program, np.array([column[2] for column in columns]), np.array([column[3] for column in columns]))
    return [row for _, row in read.tight(x)], read


def deepest(tight: Row, x: Floats, read: Rows) -> dict[int, float]:
    """Return the deepest cut of a row in any form: coefficients by column with -1 for the side, per unit of it."""
    cuts = [cut for form in read.forms(tight, x) if (cut := rounded(form, x, read, 1e-6)) is not None]
    row = max(cuts, key=lambda cut: cut.depth).row
    said = dict(zip(row.columns.tolist(), row.values.tolist(), strict=True)) | {-1: row.upper}
    unit = abs(said[min(column for column in said if column >= 0)])
    return {column: value / unit for column, value in said.items()}


def test_a_grant_with_a_cap_is_used_up_by_whole_phases() -> None:
    """A grant c <= 12 pays 10 a phase: c <= 10 n. At n = 1.2 it looks used up, yet one phase earns 10, two earn 12.

    12 - c is what the cap has left: 10 n + (12 - c) >= 12; over 10: n + (12 - c) / 10 >= 1.2, hence, with f = 0.2,
    (12 - c) / (10 * 0.2) >= 2 - n, that is c <= 8 + 2 n.
    """
    x = np.array([12.0, 1.2])
    (tight,), read = rows([(0, 12, False, -1), (0, 5, True, 0)], [({0: 1.0, 1: -10.0}, 0.0)], x)
    assert deepest(tight, x, read) == pytest.approx({0: 1.0, 1: -2.0, -1: 8.0}, abs=1e-6)


def test_two_grants_under_one_cap_count_together() -> None:
    """As above, with the grant in two parts whose sum has the cap: a + b <= 8 + 2 n."""
    x = np.array([7.0, 5.0, 1.2])
    columns = [(0.0, np.inf, False, -1), (0.0, np.inf, False, -1), (0.0, 5.0, True, 0)]
    tight, read = rows(columns, [({0: 1.0, 1: 1.0, 2: -10.0}, 0.0), ({0: 1.0, 1: 1.0}, 12.0)], x)
    assert deepest(tight[0], x, read) == pytest.approx({0: 1.0, 1: 1.0, 2: -2.0, -1: 8.0}, abs=1e-6)


def test_the_latest_count_stands_for_earlier_ones() -> None:
    """Wafers s <= 3 m1 + 3 m2 with m1 <= m2 and s <= 2: at m1 = m2 = 1/3 half a phase seems to do.

    Since m1 <= m2, s <= 6 m2; the rest r = 2 - s gives 6 m2 + r >= 2, so over 6, with f = 1/3: m2 + r / 2 >= 1,
    that is s <= 2 m2: whoever makes two wafers has one whole phase in the later period.
    """
    x = np.array([2.0, 1 / 3, 1 / 3])
    columns = [(0.0, 2.0, False, -1), (0.0, 4.0, True, 7), (0.0, 4.0, True, 7)]
    tight, read = rows(columns, [({0: 1.0, 1: -3.0, 2: -3.0}, 0.0), ({1: 1.0, 2: -1.0}, 0.0)], x)
    assert deepest(tight[0], x, read) == pytest.approx({0: 1.0, 2: -2.0, -1: 0.0}, abs=1e-6)


def test_counts_that_no_row_says_to_grow_stay_apart() -> None:
    """Without m1 <= m2 the cut of the test above would be wrong: m1 = 1, m2 = 0 makes two wafers."""
    x = np.array([2.0, 1 / 3, 1 / 3])
    columns = [(0.0, 2.0, False, -1), (0.0, 4.0, True, 7), (0.0, 4.0, True, 7)]
    (tight,), read = rows(columns, [({0: 1.0, 1: -3.0, 2: -3.0}, 0.0)], x)
    made = np.array([2.0, 1.0, 0.0])
    for form in read.forms(tight, x):
        cut = rounded(form, x, read, 1e-6)
        assert cut is None or cut.row.values @ made[cut.row.columns] <= cut.row.upper + 1e-9


def test_further_phases_stand_for_the_first_that_they_need() -> None:
    """A grant c <= 12 pays 10 a phase, first ones f and further ones m <= f: half of each seems to earn 10.

    Since m <= f, c <= 20 f: 20 f + (12 - c) >= 12, over 20 with fraction 0.6: f + (12 - c) / 12 >= 1, so c <= 12 f.
    """
    x = np.array([10.0, 0.5, 0.5])
    columns = [(0.0, 12.0, False, -1), (0.0, 1.0, True, 1), (0.0, 1.0, True, 2)]
    tight, read = rows(columns, [({0: 1.0, 1: -10.0, 2: -10.0}, 0.0), ({1: -1.0, 2: 1.0}, 0.0)], x)
    assert deepest(tight[0], x, read) == pytest.approx({0: 1.0, 1: -12.0, -1: 0.0}, abs=1e-6)


def test_a_row_of_counts_alone_is_rounded_by_parts_of_its_coefficients() -> None:
    """Scanners 14.25 a + 3 h <= 30.25: one logic phase takes as many as 4.75 HBM phases, but only whole ones can go.

    Over 14.25 / 5: 5 a + 1.05 h <= 10.6, so 5 a + h <= 10. The row has slack left at a = 0.45 and h = 7.9.
    """
    x = np.array([0.45, 7.9])
    (tight,), read = rows([(0, 2, True, 0), (0, 10, True, 1)], [({0: 14.25, 1: 3.0}, 30.25)], x)
    assert read.is_knapsack(0)
    assert deepest(tight, x, read) == pytest.approx({0: 1.0, 1: 0.2, -1: 2.0}, abs=1e-6)


def test_a_count_drawn_back_to_an_earlier_period_is_rounded_from_its_tighter_bound() -> None:
    """As above, and there are scanners for 8 HBM phases in the period before: h1 <= 8, h1 <= h2.

    At a = 0.4, h1 = h2 = 8 all rows hold, and 5 a + h2 = 10. With h1 for h2: 5 a - (8 - h1) <= 2, over 5, with f = 0.4:
    a - (8 - h1) / 3 <= 0. One logic phase leaves room for five HBM phases in both periods.
    """
    x = np.array([0.4, 8.0, 8.0])
    columns = [(0.0, 2.0, True, 0), (0.0, 8.0, True, 1), (0.0, 10.0, True, 1)]
    tight, read = rows(columns, [({0: 5.0, 2: 1.0}, 10.0), ({1: 1.0, 2: -1.0}, 0.0)], x)
    drawn_back = read.drawn_back(tight[0], x)
    assert drawn_back is not None
    assert deepest(drawn_back, x, read) == pytest.approx({0: 1.0, 1: 1 / 3, -1: 8 / 3}, abs=1e-6)


def test_a_phase_that_comes_late_leaves_short_what_its_age_lacks() -> None:
    """A phase makes 1, then 3, then 4 a period: s + z2 + 2 z1 + z0 >= 6, and the second phase is half a phase late.

    g = 6 - 4 = 2 is short without it, so its youngest age counts 1, the next 1, and the last nothing:
    s >= (2 - z2) + (2 - z1). At z = (1, 1.5, 2) nothing is short by the row, 0.5 by the cut.
    """
    x = np.array([0.0, 1.0, 1.5, 2.0])
    columns = [(0.0, 6.0, False, -1), *((0.0, 4.0, True, 3) for _ in range(3))]
    grow = [({1: 1.0, 2: -1.0}, 0.0), ({2: 1.0, 3: -1.0}, 0.0)]
    _, read = rows(columns, [({0: -1.0, 1: -1.0, 2: -2.0, 3: -1.0}, -6.0), *grow], x)
    (cut,) = Stairs(read).cuts(x, 1e-3)
    said = dict(zip(cut.row.columns.tolist(), cut.row.values.tolist(), strict=True))
    assert said == pytest.approx({0: -1.0, 2: -1.0, 3: -1.0})
    assert cut.row.upper == pytest.approx(-4.0)


def test_no_whole_point_of_a_random_row_misses_its_stairs() -> None:
    """All whole points of rows with ages, counts that take, and shortage counted from above, one by one."""
    assert sum(held_by_all_points(np.random.default_rng(seed)) for seed in range(100)) > 100


def held_by_all_points(dice: np.random.Generator) -> int:
    """Draw a row, cut off points that keep it, check the cuts at every whole point; return how many there were."""
    ages, takers = int(dice.integers(2, 4)), int(dice.integers(0, 3))
    steps, takes = dice.integers(1, 9, ages) / 2, dice.integers(1, 5, takers) / 4
    side, cap = float(dice.integers(1, 30)) / 2, float(dice.integers(3, 30))
    columns = [(0.0, cap, False, -1), (0.0, 2.0, False, -1), *((0.0, 3.0, True, 3) for _ in range(ages))]
    columns += [(0.0, 2.0, True, 4 + one) for one in range(takers)]
    said = {0: -1.0, 1: -0.5} | {2 + age: -float(step) for age, step in enumerate(steps)}
    said |= {2 + ages + one: float(take) for one, take in enumerate(takes)}
    grow = [({2 + age: 1.0, 3 + age: -1.0}, 0.0) for age in range(ages - 1)]

    def least_short(other: float, z: Floats, y: Floats) -> float:
        return max(0.0, side - float(steps @ z) + float(takes @ y) - 0.5 * other)

    cuts = []
    for _ in range(20):
        other, z, y = dice.uniform(0.0, 2.0), np.sort(dice.uniform(0.0, 3.0, ages)), dice.uniform(0.0, 2.0, takers)
        x = np.array([least_short(other, z, y), other, *z, *y])
        _, read = rows(columns, [(said, -side), *grow], x)
        cuts += Stairs(read).cuts(x, 1e-6)
    counts = [z for z in product(range(4), repeat=ages) if list(z) == sorted(z)]
    for ages_at, taken, other in product(counts, product(range(3), repeat=takers), (0.0, 1.0, 2.0)):
        short = least_short(other, np.array(ages_at), np.array(taken))
        whole = np.array([short, other, *ages_at, *taken])
        assert short > cap or all(cut.row.values @ whole[cut.row.columns] <= cut.row.upper + 1e-9 for cut in cuts)
    return len(cuts)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_of_a_random_case_misses_a_cut(seed: int) -> None:
    assert held_by_all(compile_matrix(build(Shape(world(seed)))))


@pytest.mark.parametrize("seed", TANGLES)
def test_no_plan_of_a_tangle_of_rules_misses_a_cut(seed: int) -> None:
    assert held_by_all(compile_matrix(build(Shape(tangle(seed)))))


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_a_cut_that_a_node_finds_holds_everywhere_and_in_both_programs(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_cuts, "MAX_CUTS_SHARE", 10.0)
    matrix, presolved = knapsacks(seed), Presolved.of(knapsacks(seed))
    assert presolved is not None
    mailbox = Mailbox(lambda _: None)
    top = root(matrix, 0, np.inf, mailbox)
    assert top is not None
    tree, before = Tree(top, 0, mailbox), top.program.num_row_
    assert tree.search() == "optimal"
    assert mailbox.best is not None
    assert mailbox.best.objective == pytest.approx(optimum(matrix)[0], rel=1e-6)
    programs = [relaxation.solver.getLp() for relaxation in (tree._relaxation, tree._probe)]
    added = [rows_from(program, before) for program in programs]
    assert added[0]
    assert added[0] == added[1]
    for columns, values, upper in added[0]:
        row = Row(np.array(columns), np.array(values), upper)
        assert furthest(presolved, row) <= upper + 1e-6 * (1.0 + abs(upper))


def rows_from(program: highspy.HighsLp, first: int) -> list[tuple[tuple[int, ...], tuple[float, ...], float]]:
    """Return the rows of a program from a number on."""
    entries: dict[int, list[tuple[int, float]]] = {row: [] for row in range(first, program.num_row_)}
    matrix = program.a_matrix_
    starts, indices, values = list(matrix.start_), list(matrix.index_), list(matrix.value_)
    by_column = matrix.format_ == highspy.MatrixFormat.kColwise
    for outer in range(len(starts) - 1):
        for place in range(starts[outer], starts[outer + 1]):
            row, column = (indices[place], outer) if by_column else (outer, indices[place])
            if row >= first:
                entries[row].append((column, values[place]))
    return [
        (tuple(column for column, _ in sorted(some)), tuple(v for _, v in sorted(some)), float(program.row_upper_[row]))
        for row, some in entries.items()
    ]


def test_a_tiny_coefficient_is_left_out_for_what_it_counts_at_least() -> None:
    """x + 1e-9 y - 1e-9 z <= 3 with 1 <= y <= 2 and 0 <= z <= 4: without both, x <= 3 - 1e-9 + 4e-9."""
    columns = [(0.0, 9.0, True, -1), (1.0, 2.0, True, -1), (0.0, 4.0, True, -1)]
    _, read = rows(columns, [({0: 1.0}, 3.0)], np.array([3.0, 1.0, 0.0]))
    whole = rounding._Rounded(1.0, np.zeros(3, dtype=bool), 1.0, np.array([1.0, 1e-9, -1e-9]), 1.0, 3.0 - 1e-9)
    none = np.zeros(0)
    cut = rounding._cut(whole, np.arange(3), rounding._Rest(none.astype(np.int64), none, 0.0, 0.0), read)
    assert cut is not None
    assert (cut.row.columns.tolist(), cut.row.values.tolist()) == ([0], [1.0])
    assert 3.0 - 1e-9 + 1e-9 + 3e-9 <= cut.row.upper <= 3.0 + 1e-8


def held_by_all(matrix: Matrix) -> int:
    """Cut round by round, check each cut against the whole program, and return how many there were.

    The solver looks for the point that goes furthest beyond a cut.
    """
    presolved = Presolved.of(matrix)
    if presolved is None:
        return 0
    solver = presolved.relaxation(0, Mailbox(lambda _: None))
    solver.run()
    separator, rows_before, checked = Separator(presolved), solver.getNumRow(), 0
    bound = solver.getInfo().objective_function_value
    for _ in range(4):
        cuts = separator.cuts(point(solver))
        for row in rows_of(cuts):
            assert furthest(presolved, row) <= row.upper + 1e-6 * (1.0 + abs(row.upper))
            checked += 1
        add_cuts(solver, cuts)
        solver.run()
        assert solver.getInfo().objective_function_value >= bound - 1e-9 * abs(bound)
        bound = solver.getInfo().objective_function_value
        drop_slack(solver, rows_before)
        solver.run()
    return checked


def furthest(presolved: Presolved, row: Row) -> float:
    """Return the largest value of a row's left side over all whole points of a program."""
    solver = silent(mip_rel_gap=0.0, mip_abs_gap=1e-9)
    program = presolved.program
    costs = np.zeros(program.num_col_)
    costs[row.columns] = row.values
    solver.passModel(program)
    solver.changeColsCost(costs.size, np.arange(costs.size, dtype=np.int32), costs)
    solver.changeObjectiveOffset(0.0)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().mip_dual_bound)


def test_cuts_survive_the_way_into_rows_and_back() -> None:
    said = [Row(np.array([0, 2]), np.array([1.0, -2.0]), 3.0), Row(np.array([1]), np.array([4.0]), 5.0)]
    cuts = stacked(said)
    assert isinstance(cuts, Cuts)
    assert [(row.columns.tolist(), row.values.tolist(), row.upper) for row in rows_of(cuts)] == [
        ([0, 2], [1.0, -2.0], 3.0),
        ([1], [4.0], 5.0),
    ]


def test_only_rows_that_hold_something_up_stay() -> None:
    """Maximise x <= 5: x <= 3 holds it, x <= 4 does not."""
    solver = silent()
    solver.addVar(0.0, 5.0)
    solver.changeColCost(0, -1.0)
    add_cuts(solver, stacked([Row(np.array([0]), np.array([1.0]), side) for side in (4.0, 3.0)]))
    solver.run()
    assert drop_slack(solver, 0).tolist() == [False, True]
    solver.run()
    assert point(solver).tolist() == [3.0]
    assert solver.getNumRow() == 1
