"""What each fault code means: when it is reported, an example, and how to fix it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """The details of a code beyond the one line of a fault."""

    when: str
    example: str
    fix: str
