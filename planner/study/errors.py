"""What a study refuses."""


class RefusedError(ValueError):
    """A question that has no honest answer as it was asked. The text says why, and what to do."""
