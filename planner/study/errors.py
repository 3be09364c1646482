"""What can go wrong with a study: its question, and its executor."""


class ExecutorError(RuntimeError):
    """An executor that cannot be used, or that is lost. The text says why, and what to do."""


class QuestionError(ValueError):
    """A question that cannot be put to this case. The text says why, and what to ask instead."""
