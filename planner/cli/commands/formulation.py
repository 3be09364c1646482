"""`planner formulation`: the equations of the model."""

import sys


def formulation() -> None:
    """Print the equations of the model, family by family."""
    from planner.model.formulation import document  # loads the modelling library, which no other command needs

    sys.stdout.write(document())
