"""How progress is shown: the values of an option, which the help needs before anything else is imported."""

from enum import StrEnum


class Mode(StrEnum):
    """How progress is shown. `auto` is rich on a terminal and plain elsewhere; `json` is for other programs."""

    AUTO = "auto"
    RICH = "rich"
    PLAIN = "plain"
    JSON = "json"
    NONE = "none"
