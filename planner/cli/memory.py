"""How a lack of memory looks: Python, libraries and the system each have their own words for it."""

import errno

NO_MEMORY = "There was not enough memory: end other programs, or raise the limit (ulimit -v)."
_WORDS = ("can't start new thread", "failed to map segment", "Cannot allocate memory", "bad_alloc")


def is_lack_of_memory(error: BaseException) -> bool:
    """Say whether an error means that the system gives no more memory."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    return isinstance(error, ImportError | RuntimeError) and any(words in str(error) for words in _WORDS)
