"""Equations are values: arithmetic of linear expressions, and rows that read as they are written."""

import pytest
from pyomo.common.errors import InfeasibleConstraintException

from planner.model.equations import NOTHING, Linear, total
from planner.model.pyomo_model import Model
from planner.registry.rows import CHANGED_MAX, PHASES_MORE_ORDER, SITE_FLOOR
from planner.registry.variables import DUE, GROWN, MORE, OPENED
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix

KEYS = [("A", "N3", t) for t in range(3)]


def terms(expression: Linear) -> dict[str, float]:
    """Return the coefficients of an expression by the names of its variables, and its constant as `1`."""
    found = {"1": expression.constant} if expression.constant else {}
    for coefficient, variable in zip(*expression.terms(), strict=True):
        found[variable.name] = found.get(variable.name, 0.0) + coefficient
    return found


def compiled(m: Model) -> Matrix:
    m.minimise("total_cost", ())
    return compile_matrix(m.pyomo)


@pytest.fixture
def m() -> Model:
    model = Model("tiny", ())
    model.variables(MORE, KEYS, upper=lambda key: 2 + key.period)
    return model


def test_sums_differences_and_multiples_are_those_of_their_terms(m: Model) -> None:
    now, before = m[MORE]["A", "N3", 1], m[MORE]["A", "N3", 0]
    assert terms(5 + 2 * now - before / 4) == {"1": 5.0, "more[A,N3,1]": 2.0, "more[A,N3,0]": -0.25}
    assert terms(1 - (now - 3)) == {"1": 4.0, "more[A,N3,1]": -1.0}
    assert terms(total([now, 2.0, now, before])) == {"1": 2.0, "more[A,N3,1]": 2.0, "more[A,N3,0]": 1.0}


def test_what_an_expression_is_made_of_stays_as_it_was(m: Model) -> None:
    now = m[MORE]["A", "N3", 1]
    total([now, now + now, -now, 3 * now])
    assert terms(now) == {"more[A,N3,1]": 1.0}
    assert terms(NOTHING) == {}


def test_terms_without_a_coefficient_are_left_out(m: Model) -> None:
    now = m[MORE]["A", "N3", 1]
    assert terms(0.0 * now + 1) == {"1": 1.0}
    assert (0.0 * now).is_constant
    assert not now.is_constant


def test_an_equation_is_neither_true_nor_false(m: Model) -> None:
    now = m[MORE]["A", "N3", 1]
    with pytest.raises(TypeError, match="neither true nor false"):
        assert now <= 3


def test_a_row_has_variables_on_the_left_and_its_constant_on_the_right(m: Model) -> None:
    more = m[MORE]
    m.rows(PHASES_MORE_ORDER, {(s, n, t): 1 + more[s, n, t - 1] <= 3 * more[s, n, t] - 4 for s, n, t in KEYS[1:]})
    matrix = compiled(m)
    assert matrix.rows == (("phases_more_order", ("A", "N3", 1)), ("phases_more_order", ("A", "N3", 2)))
    assert matrix.row_upper.tolist() == [-5.0, -5.0]
    assert matrix.col_upper.tolist() == [2.0, 3.0, 4.0]
    assert matrix.value.tolist() == [1.0, -3.0, 1.0, -3.0]
    assert matrix.integer.all()


def test_each_way_of_comparing_is_a_row_of_its_own_kind(m: Model) -> None:
    now = m[MORE]["A", "N3", 1]
    m.rows(PHASES_MORE_ORDER, {KEYS[0]: now <= 2, KEYS[1]: now >= 1, KEYS[2]: now == 2})
    matrix = compiled(m)
    ends = zip(matrix.row_lower.tolist(), matrix.row_upper.tolist(), strict=True)
    assert list(ends) == [(-float("inf"), 2.0), (1.0, float("inf")), (2.0, 2.0)]


def test_no_equation_and_one_without_variables_are_no_rows(m: Model) -> None:
    m.rows(SITE_FLOOR, {("A",): None, ("B",): NOTHING <= 3})
    m.rows(CHANGED_MAX, {})
    assert compiled(m).rows == ()


def test_an_equation_without_variables_that_does_not_hold_is_a_contradiction(m: Model) -> None:
    m.rows(SITE_FLOOR, {("A",): NOTHING >= 3})
    with pytest.raises(InfeasibleConstraintException):
        compiled(m)


def test_a_single_row_has_no_index(m: Model) -> None:
    m.rows(CHANGED_MAX, {(): total(m[MORE][key] for key in KEYS) <= 3})
    ((name, index),) = compiled(m).rows
    assert (name, CHANGED_MAX.key_of(index)) == ("changed_max", ())


def test_a_shared_expression_is_read_like_a_variable(m: Model) -> None:
    due = m.expressions(DUE, {("account_1", 0): 2 * m[MORE]["A", "N3", 0]})
    assert terms(due["account_1", 0] - 1) == {"1": -1.0, "more[A,N3,0]": 2.0}
    assert terms(due.get(("account_1", 1))) == {}
    assert [key.account for key in m[DUE]] == ["account_1"]
    assert ("account_1", 0) in due


def test_an_index_that_does_not_fit_its_key_is_seen_by_mypy(m: Model) -> None:
    # mypy is strict about ignored errors: were one of these lines right, it would say that nothing is to be ignored.
    with pytest.raises(KeyError):
        m[MORE]["A", "N3"]  # type: ignore[index]
    with pytest.raises(KeyError):
        m[MORE]["A", 1, "N3"]  # type: ignore[index]
    with pytest.raises(TypeError):
        m.variables(OPENED, [("A", "N3", 1)])  # type: ignore[misc]
    with pytest.raises(KeyError):
        m[GROWN]
