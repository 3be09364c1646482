"""What each code of a fault means: when it is told, an example, and how to fix it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a planner may want to know of a code beyond the line that a fault takes."""

    when: str
    example: str
    fix: str
