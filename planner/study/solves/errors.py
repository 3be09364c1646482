"""What can go wrong with the executor of a study."""


class ExecutorError(RuntimeError):
    """An executor that cannot be used, or that is lost. The text says why, and what to do."""
