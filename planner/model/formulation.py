"""The document of the model: the equations of every family, as their docstrings state them, with a legend."""

import re
import textwrap
from types import ModuleType

from planner.model.build import FAMILIES, STRENGTH

INTRODUCTION = (
    "What is built is whole and counted cumulatively: built[s,n,t] phases by period t. What runs is continuous, once "
    "per scenario: wafers, good units, packages, shipments. Money is in usd_bn, wafers and packages in thousands. "
    "Names in front of a colon are variables and constraints of the model; cost[...] are the lines of the objective."
)
STRENGTHENING = "Rows that no plan of whole phases breaks. They tell the solver more and never change the optimum."
LEGEND = {
    "s": "site",
    "n": "node: a logic, memory or packaging technology",
    "r": "region",
    "y, z": "zones: regions that no lane rule tells apart",
    "p": "product",
    "m": "part of a product",
    "g": "group of markets that no lane rule tells apart; in credits and funds a cohort of phases",
    "f": "purse: funds that no rule tells apart",
    "t, T": "period from 0, and the last one",
    "u": "start period",
    "k": "scenario; in phases and spending the track, first or more",
    "e": "tool: a scarce machine, equipment",
    "a": "age of a phase in periods; in funds an account: bills that the same purses may pay",
    "q, j": "spend profile, and periods after the start",
    "c": "component: zones that exchange no parts with others",
    "w": "weighting: how the nodes that may make the same part count together",
    "d": "defect factor of a yield class",
    "i": "a row of the workbook: conversion, incentive, lock, lane",
}
_WIDTH = 80
_EQUATIONS = re.compile(r"\s*(\w+\[[^\]]*\]:|cost\[|\w+ = )")


def document() -> str:
    """Return the whole formulation as plain text."""
    parts = [
        _heading("The model", "="),
        textwrap.fill(INTRODUCTION, _WIDTH),
        _heading("Index letters", "-"),
        "\n".join(
            textwrap.fill(meaning, _WIDTH, initial_indent=f"  {letter:<6}", subsequent_indent=" " * 8)
            for letter, meaning in LEGEND.items()
        ),
        _heading("Rules and costs", "-"),
        *(_family(number, family) for number, family in enumerate(FAMILIES, start=1)),
        _heading("Strengthening", "-"),
        textwrap.fill(STRENGTHENING, _WIDTH),
        *(_family(number, family) for number, family in enumerate(STRENGTH, start=len(FAMILIES) + 1)),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(title: str, rule: str) -> str:
    return f"{title}\n{rule * len(title)}"


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
