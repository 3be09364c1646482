"""Linear expressions and equations as values, so that a rule is written as its docstring states it.

    wafer_starts[k, r, n, d, t] <= committed + online

An expression keeps its coefficients and variables in two lists, which no one changes once they are made: a multiple
shares the variables. Terms with a zero coefficient drop out where a row or a cost line is made of an expression.
"""

from collections.abc import Iterable
from enum import Enum
from itertools import compress
from typing import Any


class Sense(Enum):
    """How the left-hand side of an equation stands to its right-hand side."""

    AT_MOST = "<="
    AT_LEAST = ">="
    EQUAL = "=="


class Linear:
    """A constant plus a sum of coefficient x variable."""

    __slots__ = ("coefficients", "constant", "variables")
    __hash__ = None  # type: ignore[assignment]  # equality is an equation

    def __init__(self, coefficients: list[float], variables: list[Any], constant: float = 0.0) -> None:
        """Take the terms as two lists of the same length."""
        self.coefficients = coefficients
        self.variables = variables
        self.constant = constant

    @property
    def is_constant(self) -> bool:
        """Whether no variable stands in the expression."""
        return not any(self.coefficients)

    def terms(self) -> tuple[list[float], list[Any]]:
        """Return coefficients and variables without those whose coefficient is zero."""
        if 0.0 not in self.coefficients:
            return self.coefficients, self.variables
        return [c for c in self.coefficients if c], list(compress(self.variables, self.coefficients))

    def __add__(self, other: "Amount") -> "Linear":
        if not isinstance(other, Linear):
            return Linear(self.coefficients, self.variables, self.constant + other)
        return Linear(
            self.coefficients + other.coefficients, self.variables + other.variables, self.constant + other.constant
        )

    def __radd__(self, other: float) -> "Linear":
        return self + other

    def __neg__(self) -> "Linear":
        return Linear([-c for c in self.coefficients], self.variables, -self.constant)

    def __sub__(self, other: "Amount") -> "Linear":
        return self + -other

    def __rsub__(self, other: float) -> "Linear":
        return -self + other

    def __mul__(self, factor: float) -> "Linear":
        return Linear([factor * c for c in self.coefficients], self.variables, factor * self.constant)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> "Linear":
        return self * (1.0 / divisor)

    def __le__(self, other: "Amount") -> "Equation":
        return Equation(self - other, Sense.AT_MOST)

    def __ge__(self, other: "Amount") -> "Equation":
        return Equation(self - other, Sense.AT_LEAST)

    def __eq__(self, other: "Amount") -> "Equation":  # type: ignore[override]
        return Equation(self - other, Sense.EQUAL)


Amount = Linear | float
NOTHING = Linear([], [])


class Equation:
    """An expression that is at most, at least or exactly zero."""

    __slots__ = ("expression", "sense")

    def __init__(self, expression: Linear, sense: Sense) -> None:
        """Take what stands on the left of zero."""
        self.expression = expression
        self.sense = sense

    def __bool__(self) -> bool:
        """Keep an equation from being taken for a comparison."""
        raise TypeError("an equation is neither true nor false; give it to Model.rows")


def total(amounts: Iterable[Amount]) -> Linear:
    """Return the sum of expressions."""
    coefficients: list[float] = []
    variables: list[Any] = []
    constant = 0.0
    for amount in amounts:
        if isinstance(amount, Linear):
            coefficients += amount.coefficients
            variables += amount.variables
            constant += amount.constant
        else:
            constant += amount
    return Linear(coefficients, variables, constant)
