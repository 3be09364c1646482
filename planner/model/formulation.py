"""The document of the model: the equations of every family, as their docstrings state them, with a legend."""

import re
import textwrap
from types import ModuleType

from planner.model.build import FAMILIES, STRENGTH
from planner.registry.families import AnyVariables
from planner.registry.letters import LETTERS, indexed
from planner.registry.variables import VARIABLES

INTRODUCTION = (
    "What is built is whole and counted cumulatively: built[s,n,t] phases by period t. What runs is continuous, once "
    "per scenario: wafers, good units, packages, shipments. Money is in usd_bn, wafers and packages in thousands. "
    "Names in front of a colon are variables and constraints of the model; cost[...] are the lines of the objective."
)
STRENGTHENING = "Rows that no plan of whole phases breaks. They help the solver and never change the optimum."
LEGEND = {letter: about.meaning for letter, about in LETTERS.items()}
_WIDTH = 80
_EQUATIONS = re.compile(r"\s*(\w+\[[^\]]*\]:|cost\[|\w+ = )")


def document() -> str:
    """Return the whole formulation as plain text."""
    parts = [
        _heading("The model", "="),
        textwrap.fill(INTRODUCTION, _WIDTH),
        _heading("Index letters", "-"),
        "\n".join(
            textwrap.fill(meaning, _WIDTH, initial_indent=f"  {letter:<7}", subsequent_indent=" " * 9)
            for letter, meaning in LEGEND.items()
        ),
        _heading("Variables", "-"),
        "\n".join(_variables(family) for family in VARIABLES.values()),
        _heading("Rules and costs", "-"),
        *(_family(number, family) for number, family in enumerate(FAMILIES, start=1)),
        _heading("Strengthening", "-"),
        textwrap.fill(STRENGTHENING, _WIDTH),
        *(_family(number, family) for number, family in enumerate(STRENGTH, start=len(FAMILIES) + 1)),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(title: str, rule: str) -> str:
    return f"{title}\n{rule * len(title)}"


def _variables(family: AnyVariables) -> str:
    return f"  {indexed(family.name, family.fields):<25} {family.unit:<20} {family.domain.value}"


def _family(number: int, family: ModuleType) -> str:
    """Return a family's title, sentence and equations; prose is wrapped, equations stay as they are written."""
    first, *rest = (family.__doc__ or "").strip().split("\n\n")
    title, _, sentence = first.partition(": ")
    paragraphs = [f"{number}. {title}", textwrap.fill(sentence[:1].upper() + sentence[1:], _WIDTH)]
    for paragraph in rest:
        if _EQUATIONS.match(paragraph):
            paragraphs.append(textwrap.indent(textwrap.dedent(paragraph), "    "))
        else:
            paragraphs.append(textwrap.fill(" ".join(paragraph.split()), _WIDTH))
    return "\n\n".join(paragraphs)
