"""One thing that was looked at: how it stands, what there is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part of the installation stands."""

    GOOD = "good"
    ABSENT = "absent"
    """Optional, and not there."""
    POOR = "poor"
    """It works, but not well."""
    WRONG = "wrong"
    """Plans cannot be made, or not relied on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part; `fix` is blank where nothing has to be done."""

    part: str
    state: State
    what: str
    fix: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the finding for other programs."""
        return {"part": self.part, "state": str(self.state), "what": self.what, "fix": self.fix}
