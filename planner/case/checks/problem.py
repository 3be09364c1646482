"""Problems: what is wrong in a case, in which record and field, and how to fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Key = str | int | tuple[str, ...]


class Severity(StrEnum):
    """A case with an error cannot be planned; one with a warning or an info can. A code's first letter says which."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a record stands: the attribute of the case and its key there; no key where there is one record only."""

    kind: str
    key: Key = ""
    name: str = ""

    def __str__(self) -> str:
        if self.key == "":
            return self.kind
        keys = self.key if isinstance(self.key, tuple) else (self.key,)
        name = f" ({self.name})" if self.name else ""
        return f"{self.kind}[{', '.join(map(repr, keys))}]{name}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `field` belongs to the record; `period` is given where one period of a series is meant."""

    code: str
    meaning: str
    record: Ref
    field: str
    found: str = ""
    expected: str = ""
    fix: str = ""
    period: int | None = None

    @property
    def severity(self) -> Severity:
        """Whether the case can be planned."""
        return SEVERITIES[self.code[0]]

    @property
    def is_error(self) -> bool:
        """True where the case cannot be planned."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        period = "" if self.period is None else f"[{self.period}]"
        where = f"{self.record} {self.field}{period}".rstrip()
        value = f", found {self.found}" if self.found else ""
        expected = f", expected {self.expected}" if self.expected else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{self.severity} {self.code} {where}: {self.meaning}{value}{expected}{fix}"


class CaseProblems(ValueError):  # noqa: N818  it names what it carries
    """The case cannot be planned. `problems` holds every problem found, errors first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: not one.is_error))
        errors = [str(one) for one in self.problems if one.is_error]
        head = "the case has an error:" if len(errors) == 1 else f"the case has {len(errors)} errors:"
        super().__init__("\n  ".join([head, *errors]))
