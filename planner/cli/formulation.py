"""`planner formulation`: the equations of the model."""

import sys

from planner.model.formulation import document


def formulation() -> None:
    """Print the equations of the model, family by family."""
    sys.stdout.write(document())
