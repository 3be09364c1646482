"""The model under construction: families of variables and rows by their declaration, kept in a Pyomo model.

Families of equations know nothing of Pyomo. mypy checks that the indices of a family are as many as its key has fields,
and of their types.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, cast

from pyomo.common.dependencies import scipy_available
from pyomo.core import (
    Binary,
    ConcreteModel,
    Constraint,
    Expression,
    NonNegativeIntegers,
    NonNegativeReals,
    Objective,
    Reals,
    Var,
    minimize,
    value,
)
from pyomo.core.expr.numeric_expr import LinearExpression

from planner.model.equations import NOTHING, Equation, Linear, Sense, total
from planner.registry.families import Domain, Index, Key, Rows, Values, Variables

if not isinstance(scipy_available, bool):
    # Pyomo waits for scipy, to import scipy.stats with it. No model needs that, and it takes longer than a small case.
    scipy_available._callback = None

DOMAINS = {
    Domain.BINARY: Binary,
    Domain.WHOLE: NonNegativeIntegers,
    Domain.NONNEGATIVE: NonNegativeReals,
    Domain.FREE: Reals,
}


class Quantity(Generic[Key, *Index]):
    """A family of variables or expressions: `more[s, n, t]` is one of them."""

    def __init__(self, by_key: dict[Key, Linear]) -> None:
        """Take the expressions by key."""
        self._by_key = by_key

    def __getitem__(self, key: tuple[*Index]) -> Linear:
        """Return the variable or expression of a key."""
        return self._by_key[cast(Key, key)]

    def get(self, key: tuple[*Index]) -> Linear:
        """Return the variable or expression of a key, or nothing where the key is not in the family."""
        return self._by_key.get(cast(Key, key), NOTHING)

    def __contains__(self, key: tuple[*Index]) -> bool:
        """Say whether a key is in the family."""
        return key in self._by_key

    def __iter__(self) -> Iterator[Key]:
        """Yield the keys in their order."""
        return iter(self._by_key)


class Model:
    """A linear model whose families are those of the registry."""

    def __init__(self, name: str, cost_lines: Iterable[str]) -> None:
        """Begin with no variables, and nothing in any cost line."""
        self.pyomo = ConcreteModel(name=name)
        self.pyomo.cost = Expression(list(cost_lines), initialize=0.0)
        self._quantities: dict[str, Quantity[Any, *tuple[Any, ...]]] = {}
        self._costs: list[Linear] = []

    def __getitem__(self, family: Variables[Key, *Index]) -> Quantity[Key, *Index]:
        """Return the variables of a family that has been added."""
        return self._quantities[family.name]

    def variables(
        self,
        family: Variables[Key, *Index],
        keys: Iterable[tuple[*Index]],
        upper: Callable[[Key], float | None] | None = None,
    ) -> Quantity[Key, *Index]:
        """Add a family of variables: one for each key, with an upper bound where there is one."""
        named = [family.key(*key) for key in keys]
        bounds = None if upper is None else {key: (0, upper(key)) for key in named}
        variables = Var(named, within=DOMAINS[family.domain], bounds=bounds)
        self.pyomo.add_component(family.name, variables)
        by_key = {key: Linear([1.0], [variable]) for key, variable in zip(named, variables.values(), strict=True)}
        return self._keep(family, by_key)

    def expressions(
        self, family: Variables[Key, *Index], expressions: Mapping[tuple[*Index], Linear]
    ) -> Quantity[Key, *Index]:
        """Add a family of expressions that several equations share."""
        return self._keep(family, {family.key(*index): expression for index, expression in expressions.items()})

    def _keep(self, family: Variables[Key, *Index], by_key: dict[Key, Linear]) -> Quantity[Key, *Index]:
        quantity = Quantity[Key, *Index](by_key)
        self._quantities[family.name] = quantity
        return quantity

    def rows(self, family: Rows[Key, *Index], equations: Mapping[tuple[*Index], Equation | None]) -> None:
        """Add a family of rows: the equation of each key, or none.

        An equation without a variable is no row; where it does not hold, there is no plan, which compiling finds out.
        """
        if family.fields:
            constraint = Constraint(list(equations), rule=lambda _, *index: _row(equations[index]))
        else:
            constraint = Constraint(rule=lambda _: _row(next(iter(equations.values()), None)))
        self.pyomo.add_component(family.name, constraint)

    def cost(self, line: str, expression: Linear) -> None:
        """Set a cost line, in discounted usd_bn."""
        self.pyomo.cost[line] = _sum(expression)
        self._costs.append(expression)

    def cost_of_all(self) -> Linear:
        """Return the sum of the cost lines set so far."""
        return total(self._costs)

    def minimise(self, name: str, cost_lines: Iterable[str]) -> None:
        """Add an objective: the sum of cost lines."""
        lines = self.pyomo.cost
        self.pyomo.add_component(name, Objective(expr=sum(lines[line] for line in cost_lines), sense=minimize))


def _sum(expression: Linear) -> Any:
    coefficients, variables = expression.terms()
    return LinearExpression(constant=expression.constant, linear_coefs=coefficients, linear_vars=variables)


def _row(equation: Equation | None) -> Any:
    """Return an equation with its variables on the left and its constant on the right."""
    if equation is None:
        return Constraint.Skip
    coefficients, variables = equation.expression.terms()
    left = LinearExpression(constant=0.0, linear_coefs=coefficients, linear_vars=variables)
    right = 0.0 - equation.expression.constant
    match equation.sense:
        case Sense.AT_MOST:
            return left <= right
        case Sense.AT_LEAST:
            return left >= right
        case Sense.EQUAL:
            return left == right


def cost_lines_usd_bn(m: Any, values: Values) -> dict[str, float]:
    """Return each cost line of a Pyomo model that is not zero at the values of a solution, in discounted usd_bn."""
    for variable in m.component_objects(Var):
        known = values.get(variable.name, {})
        for index, data in variable.items():
            data.set_value(known.get(index, 0.0), skip_validation=True)
    lines = {line: float(value(m.cost[line])) for line in m.cost}
    return {line: usd_bn for line, usd_bn in lines.items() if usd_bn != 0.0}
