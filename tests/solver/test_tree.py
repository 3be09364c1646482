"""The tree: the same optimum as HiGHS alone, bounds that hold on the way, and cuts that no integer point breaks."""

import threading
from typing import Any

import highspy
import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.highs import SolverError, load, point, silent
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, Branch, Done, FeasiblePoint, Message, Nodes, ReferencePoint, Task
from planner.solver.options import SolveOptions
from planner.solver.portfolio import proof as prover
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.portfolio.proof import prove
from planner.solver.program import matrix as matrices
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.prove import tree as searching
from planner.solver.prove import tree_cuts
from planner.solver.prove.branching import DOWN, UP, Fractional, Pseudocosts
from planner.solver.prove.postsolve import Postsolve
from planner.solver.prove.presolved import COUNTER, OTHER, TOTAL
from planner.solver.prove.root import Root, _plan_is_reported, root
from planner.solver.prove.tree import Tree
from planner.solver.search.lns import Search
from tests.model.tangles import tangle
from tests.model.worlds import world
from tests.solver.messages import messages_of

EXACT = 1e-6


def knapsacks(seed: int, feasible: bool = True) -> Matrix:
    """Return a multi-dimensional covering problem with general integers and some continuous columns, unnamed."""
    rng = np.random.default_rng(seed)
    rows, columns = 12, 40
    a = rng.integers(1, 30, (rows, columns)) * (rng.random((rows, columns)) < 0.5)
    need = 2.37 * a.sum(axis=1)
    return Matrix(
        cost=rng.integers(5, 40, columns).astype(float),
        offset=3.0,
        scale=1.0,
        col_lower=np.zeros(columns),
        col_upper=np.full(columns, 5.0 if feasible else 2.0),
        row_lower=need.astype(float),
        row_upper=np.full(rows, np.inf),
        start=np.arange(0, rows * columns + 1, rows, dtype=np.int32),
        index=np.tile(np.arange(rows, dtype=np.int32), columns),
        value=a.T.ravel().astype(float),
        integer=np.arange(columns) % 4 != 0,
        columns=tuple(("x", column) for column in range(columns)),
        rows=tuple(("cover", row) for row in range(rows)),
    )


def optimum(matrix: Matrix) -> tuple[float, Floats]:
    """Return what HiGHS finds alone, in the scaled unit."""
    solver = load(matrix, mip_rel_gap=0.0, mip_abs_gap=1e-9)
    solver.run()
    return float(solver.getInfo().objective_function_value), point(solver)


@pytest.fixture
def always_branched(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Have the prover branch by itself on models of any size, and note the verdicts."""
    verdicts: list[str | None] = []
    branch = prover._branch

    def noted(task: Task, mailbox: Mailbox, search: Search | None, seconds: float) -> str | None:
        verdicts.append(branch(task, mailbox, search, seconds))
        return verdicts[-1]

    monkeypatch.setattr(matrices, "SMALL_MODEL_INTEGERS", 0)
    monkeypatch.setattr(tree_cuts, "MAX_CUTS_SHARE", 10.0)  # such small programs would have none
    monkeypatch.setattr(prover, "_branch", noted)
    return verdicts


def proven(matrix: Matrix) -> list[Message]:
    """Return what the prover says when it is left to itself."""
    return messages_of(prove, Task("prove", matrix, 0.0, 0, helped=True, time_limit_seconds=np.inf), lambda _: False)


@pytest.mark.parametrize("seed", range(6))
def test_the_tree_finds_the_optimum_of_any_program(seed: int, always_branched: list[str | None]) -> None:
    matrix = knapsacks(seed)
    best, _ = optimum(matrix)
    heard = proven(matrix)
    found = [message for message in heard if isinstance(message, FeasiblePoint)]
    bounds = [message.bound for message in heard if isinstance(message, Bound)]
    assert always_branched == ["optimal"]
    assert heard[-1] == Done("optimal")
    assert found[-1].objective == pytest.approx(best, rel=EXACT)
    assert matrix.objective(found[-1].x) == pytest.approx(best, rel=EXACT)
    assert bounds[0] < bounds[-1]
    assert max(bounds) <= best + EXACT * abs(best)
    assert bounds[-1] == pytest.approx(best, rel=EXACT)


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 6, 7])
def test_the_tree_finds_the_optimum_of_a_tangle_of_rules(seed: int, always_branched: list[str | None]) -> None:
    matrix = compile_matrix(build(Shape(tangle(seed))))
    alone = solve_matrix(matrix, SolveOptions(gap=1e-9, threads=1))
    heard = proven(matrix)
    bounds = [message.bound for message in heard if isinstance(message, Bound)]
    if alone.x is None:
        assert heard[-1] == Done("infeasible")
    else:
        assert heard[-1] == Done("optimal")
        assert matrix.unscaled(bounds[-1]) == pytest.approx(alone.objective, rel=1e-5, abs=1e-6)


def test_every_bound_on_the_way_lies_below_the_optimum(always_branched: list[str | None]) -> None:
    matrix = compile_matrix(build(Shape(world(3))))
    best, _ = optimum(matrix)
    bounds = [message.bound for message in proven(matrix) if isinstance(message, Bound)]
    assert always_branched == ["optimal"]
    assert max(bounds) <= best + EXACT * abs(best)


def test_where_nothing_is_feasible_the_tree_says_so(always_branched: list[str | None]) -> None:
    matrix = knapsacks(1, feasible=False)
    assert proven(matrix)[-1] == Done("infeasible")


def test_an_incumbent_from_elsewhere_is_proven_without_being_found_again(always_branched: list[str | None]) -> None:
    matrix = knapsacks(2)
    best, x = optimum(matrix)
    heard: list[Message] = []
    mailbox = Mailbox(heard.append)
    mailbox.deliver(FeasiblePoint(best, x))
    prove(Task("prove", matrix, 0.0, 0, helped=True, time_limit_seconds=np.inf), mailbox)
    assert heard[-1] == Done("optimal")
    assert not any(message.objective < best - EXACT for message in heard if isinstance(message, FeasiblePoint))


def rooted(matrix: Matrix) -> Root:
    found = root(matrix, 0, np.inf, Mailbox(lambda _: None))
    assert found is not None
    return found


def solved(found: Root, whole: bool) -> tuple[float, Floats]:
    """Return the optimum of a root's program, relaxation or with its columns whole."""
    program, kinds = found.program, highspy.HighsVarType
    must = set(found.integers.tolist()) if whole else set()
    program.integrality_ = [kinds.kInteger if j in must else kinds.kContinuous for j in range(program.num_col_)]
    solver = silent(mip_rel_gap=0.0)
    solver.passModel(program)
    solver.run()
    return float(solver.getInfo().objective_function_value), point(solver)


@pytest.mark.parametrize("matrix", [knapsacks(3), compile_matrix(build(Shape(world(3))))], ids=["any", "world"])
def test_the_cuts_raise_the_bound_and_cut_off_no_whole_optimum(matrix: Matrix) -> None:
    best, _ = optimum(matrix)
    relaxation = load(matrix, solve_relaxation=True)
    relaxation.run()
    found = rooted(matrix)
    assert solved(found, whole=False)[0] > relaxation.getInfo().objective_function_value + EXACT
    again, x = solved(found, whole=True)
    assert again == pytest.approx(best, rel=EXACT)
    assert matrix.objective(found.postsolve.point(x)) * matrix.scale == pytest.approx(best, rel=EXACT)


def test_the_root_ranks_counters_before_totals_before_the_rest() -> None:
    matrix = compile_matrix(build(Shape(world(3))))
    found = rooted(matrix)
    named = [matrix.columns[int(found.program.col_names_[column])] for column in found.integers]
    last = {(name, *index[:-1]): index[-1] for name, index in matrix.columns if name in ("first", "more", "opened")}
    for (name, index), rank in zip(named, found.rank, strict=True):
        if name in ("grown", "converted"):
            assert rank == COUNTER
        else:
            assert rank == (TOTAL if index[-1] == last[name, *index[:-1]] else OTHER)
    assert {COUNTER, TOTAL, OTHER} <= set(found.rank.tolist())


def test_a_relaxed_program_that_fails_hands_the_rest_to_the_solver(
    always_branched: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: Tree, node_limit: float) -> str:
        raise SolverError("no status")

    monkeypatch.setattr(Tree, "search", failing)
    matrix = knapsacks(4)
    heard = proven(matrix)
    assert always_branched == [None]
    assert heard[-1] == Done("optimal")
    assert [m for m in heard if isinstance(m, FeasiblePoint)][-1].objective == pytest.approx(
        optimum(matrix)[0], rel=EXACT
    )


def test_nodes_without_a_basis_lead_to_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MAX_BASES", 2)
    matrix, mailbox = knapsacks(5), Mailbox(lambda _: None)
    assert Tree(rooted(matrix), 0, mailbox).search() == "optimal"
    assert mailbox.best is not None
    assert mailbox.best.objective == pytest.approx(optimum(matrix)[0], rel=EXACT)


def test_a_cancelled_tree_stops_with_the_bound_it_has() -> None:
    matrix = knapsacks(5)
    best, _ = optimum(matrix)
    heard = messages_of(
        lambda task, mailbox: mailbox.send(Done(Tree(rooted(task.matrix), 0, mailbox).search())),
        Task("prove", matrix, 0.0, 0, helped=True, time_limit_seconds=np.inf),
        lambda heard: sum(isinstance(message, Bound) for message in heard) >= 2,
    )
    assert heard[-1] == Done("stopped")
    assert all(message.bound < best for message in heard if isinstance(message, Bound))


def bare(matrix: Matrix) -> Root:
    """Return a root without presolve and cuts."""
    program = load(matrix).getLp()
    program.integrality_ = []
    integers = np.flatnonzero(matrix.integer).astype(np.int32)
    return Root(program, integers, np.full(integers.size, OTHER, dtype=np.int32), Postsolve(matrix, None))


def switched() -> Matrix:
    """Return x + 100 z with 0.5 <= x <= 1e6 z and z 0 or 1: relaxation, z is half a millionth; the optimum is 100.5."""
    return Matrix(
        cost=np.array([1.0, 100.0]),
        offset=0.0,
        scale=1.0,
        col_lower=np.array([0.5, 0.0]),
        col_upper=np.array([10.0, 1.0]),
        row_lower=np.array([-np.inf]),
        row_upper=np.array([0.0]),
        start=np.array([0, 1, 2], dtype=np.int32),
        index=np.array([0, 0], dtype=np.int32),
        value=np.array([1.0, -1e6]),
        integer=np.array([False, True]),
        columns=(("x", None), ("z", None)),
        rows=(("switch", None),),
    )


def test_a_plan_that_is_whole_within_the_tolerance_only_is_not_told() -> None:
    heard: list[Message] = []
    with pytest.raises(SolverError):
        Tree(bare(switched()), 0, Mailbox(heard.append)).search()
    assert not any(isinstance(message, FeasiblePoint) for message in heard)


def test_a_lent_node_whose_relaxation_fails_stays_open() -> None:
    """It came without a basis; who lent it gets it back, and no bound passes it."""
    heard: list[Message] = []
    tree = Tree(bare(switched()), 0, Mailbox(heard.append))
    branch = Branch(0.5, (), np.array([0], dtype=np.int32), np.array([0.5]))
    tree._take_in(Nodes("improve", (branch,), np.zeros((2, 1)), np.zeros((2, 1))))
    with pytest.raises(SolverError):
        tree.plunge()
    tree.hand_back("prove")
    assert [len(message.branches) for message in heard if isinstance(message, Nodes)] == [1]


def test_the_plan_that_cuts_rely_on_is_told_as_it_is_when_whole() -> None:
    matrix, heard = switched(), list[Message]()
    mailbox, integers, postsolve = Mailbox(heard.append), np.array([1], dtype=np.int32), Postsolve(matrix, None)
    solver = silent()
    solver.passModel(bare(matrix).program)
    almost, good = FeasiblePoint(0.50005, np.array([0.5, 5e-7])), FeasiblePoint(100.5, np.array([0.5, 1.0]))
    assert not _plan_is_reported(solver, integers, almost, postsolve, mailbox)
    assert heard == []
    assert _plan_is_reported(solver, integers, good, postsolve, mailbox)
    assert [m.objective for m in heard if isinstance(m, FeasiblePoint)] == pytest.approx([100.5])
    assert list(solver.getLp().col_upper_) == [10.0, 1.0]


def test_a_plan_that_the_solver_finds_at_the_root_is_known() -> None:
    """Its cuts need only hold for better plans, so if it is the best no other may be left."""
    matrix = knapsacks(0)
    best, _ = optimum(matrix)
    mailbox = Mailbox(lambda _: None)
    assert root(matrix, 0, np.inf, mailbox) is not None
    assert mailbox.best is not None
    assert mailbox.best.objective >= best - EXACT
    assert matrix.objective(mailbox.best.x) == pytest.approx(mailbox.best.objective)
    assert min(room.slack for room in matrix.slacks(mailbox.best.x)) > -EXACT


def test_a_cancel_ends_the_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox(lambda _: None)
    tree = Tree(bare(knapsacks(0)), 0, mailbox)
    solve, calls = tree._probe.solve, []

    def counted(*arguments: Any) -> highspy.HighsModelStatus:
        calls.append(arguments)
        mailbox.cancel()
        return solve(*arguments)

    monkeypatch.setattr(tree._probe, "solve", counted)
    assert tree.search() == "stopped"
    assert len(calls) == 1


def test_a_guide_is_a_point_of_a_program_that_was_solved() -> None:
    heard: list[Message] = []
    matrix = knapsacks(0)
    tree = Tree(bare(matrix), 0, Mailbox(heard.append))
    assert tree._solved(()) is not None
    relaxation = tree._relaxation.x
    nothing = tuple((place, DOWN, 0.0) for place in range(int(matrix.integer.sum())))
    assert tree._solved(nothing) is None
    tree._report_reference()
    reference = heard[-1]
    assert isinstance(reference, ReferencePoint)
    assert reference.x.tolist() == relaxation.tolist()


def test_on_one_thread_tries_and_tree_take_turns_and_do_the_same_again(
    always_branched: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    step = Search.step

    def counted(search: Search) -> None:
        nonlocal steps
        steps += 1
        step(search)

    monkeypatch.setattr(Search, "step", counted)
    monkeypatch.setattr(searching, "REFERENCE_EVERY_NODES", 1)
    matrix = compile_matrix(build(Shape(world(3))))
    task = Task("prove", matrix, 0.0, 0, helped=False, time_limit_seconds=np.inf)
    courses = []
    for _ in range(2):
        heard = messages_of(prove, task, lambda _: False)
        courses.append([round(message.objective, 9) for message in heard if isinstance(message, FeasiblePoint)])
    assert always_branched == ["optimal"] * 2
    assert steps > 2 * prover.FIRST_ITERATIONS
    assert courses[0] == courses[1]
    assert min(courses[0]) == pytest.approx(optimum(matrix)[0], rel=EXACT)


def test_of_two_incumbents_at_once_the_better_stays() -> None:
    """The worse one is being compared when a listener brings the better one."""
    mailbox = Mailbox(lambda _: None)
    x = np.zeros(1)
    mailbox.deliver(FeasiblePoint(3.0, x))

    class Slow(float):
        def __lt__(self, other: float) -> bool:
            listener.start()
            listener.join(0.2)
            return float(self) < other

    listener = threading.Thread(target=lambda: mailbox.deliver(FeasiblePoint(1.0, x)))
    mailbox.deliver(FeasiblePoint(Slow(2.0), x))
    listener.join()
    assert mailbox.best is not None
    assert mailbox.best.objective == 1.0


def test_pseudocosts_prefer_what_moves_the_bound_both_ways() -> None:
    """Place 0 gains 4 and 4 a unit, place 1 9 and 1: at a half each, products 2 x 2 = 4 and 4.5 x 0.5 = 2.25."""
    costs = Pseudocosts(np.array([OTHER, OTHER], dtype=np.int32), 1.0)
    for place, gains in enumerate(((4.0, 4.0), (9.0, 1.0))):
        for direction in (DOWN, UP):
            costs.learn(place, direction, 0.5, 0.5 * gains[direction])
    half = Fractional.of(np.array([2.5, 0.5]))
    assert costs.expected(DOWN, half).tolist() == [2.0, 4.5]

    def attempt(position: int, direction: int) -> float:
        raise AssertionError("both places are known")

    assert costs.choose(half, attempt) == 0
    # At 0.9 and 0.1 of the first place its product is 3.6 x 0.4 = 1.44: now the second is better.
    assert costs.choose(Fractional.of(np.array([2.9, 0.5])), attempt) == 1


def test_what_was_never_rounded_is_tried_out() -> None:
    costs = Pseudocosts(np.array([COUNTER, TOTAL], dtype=np.int32), 1.0)
    tried: list[tuple[int, int]] = []

    def attempt(position: int, direction: int) -> float:
        tried.append((position, direction))
        return 1.0 + position

    assert costs.choose(Fractional.of(np.array([0.5, 0.5])), attempt) == 1
    assert tried == [(0, DOWN), (0, UP), (1, DOWN), (1, UP)]


def test_a_tree_without_open_nodes_has_the_incumbent_for_its_lowest_bound() -> None:
    matrix = knapsacks(0)
    best, x = optimum(matrix)
    mailbox = Mailbox(lambda _: None)
    mailbox.deliver(FeasiblePoint(best, x))
    assert Tree(bare(matrix), 0, mailbox).lowest == best
