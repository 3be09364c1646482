"""Faults as a person reads them: by sheet, errors first, one short paragraph each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from planner.workbook.faults import Fault, Severity, shorten

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_ORDER = list(Severity)
_MOST_IN_A_COLUMN, _MOST_OF_A_CODE = 3, 12
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def faults_text(faults: Iterable[Fault]) -> RenderableType:
    """Return the faults grouped by sheet; sheets with errors come first, and so do errors within a sheet."""
    groups: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: _ORDER.index(fault.severity)):
        groups.setdefault(fault.sheet, []).append(fault)
    parts: list[RenderableType] = []
    for sheet, found in groups.items():
        parts += [Text(f"{sheet or 'the file'}: {counts(found)}", style="bold"), *_paragraphs(found), Text()]
    return Group(*parts[:-1])


def _paragraphs(faults: Sequence[Fault]) -> Iterator[RenderableType]:
    """Yield a paragraph for each fault of a sheet; of many alike the first, and at the end how many more there are."""
    told: Counter[str] = Counter()
    rest: dict[str, list[Fault]] = {}
    for fault in faults:
        column = f"{fault.code} {fault.cell.rstrip('0123456789')}"
        if told[column] < _MOST_IN_A_COLUMN and told[fault.code] < _MOST_OF_A_CODE:
            told[column] += 1
            told[fault.code] += 1
            yield _paragraph(fault)
        else:
            rest.setdefault(fault.code, []).append(fault)
    for code, more in rest.items():
        if len(more) == 1:
            yield _paragraph(more[0])
            continue
        first, last = (fault.cell.rpartition("!")[2] for fault in (more[0], more[-1]))
        words = f"and {len(more):,} more like it from {first} to {last}"
        yield Padding(Text.assemble((f"{code} ", _STYLES[more[0].severity]), words), (0, 0, 0, 2), expand=False)


def hint(faults: Sequence[Fault]) -> RenderableType:
    """Return the word on where the codes of faults are explained."""
    return Text(f"planner explain-code {faults[0].code} tells what a code means.", style="dim")


def counts(faults: Sequence[Fault]) -> str:
    """Return how many faults of each severity there are, in words."""
    numbers = Counter(fault.severity for fault in faults)
    told = [f"{numbers[s]} {_WORDS[s]}{'s' if numbers[s] > 1 else ''}" for s in _ORDER if numbers[s]]
    return ", ".join(told) or "no faults"


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that stop the reading."""
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def telling(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that are worth a look before a solve; remarks are for `planner check`."""
    return [fault for fault in faults if fault.severity is not Severity.INFO]


def _paragraph(fault: Fault) -> RenderableType:
    first = Text.assemble(
        (f"{fault.code} ", _STYLES[fault.severity]),
        (f"{fault.cell} " if fault.cell else "", "bold"),
        fault.meaning,
        overflow="fold",
    )
    found = f"found {shorten(fault.found)}" if fault.found else ""
    expected = f"expected {fault.expected}" if fault.expected else ""
    lines = [", ".join(filter(None, (found, expected))), f"-> {fault.mend}" if fault.mend else ""]
    rest = [
        Padding(Text(line, style="dim" if at == 0 else "", overflow="fold"), (0, 0, 0, 7), expand=False)
        for at, line in enumerate(lines)
        if line
    ]
    return Group(Padding(first, (0, 0, 0, 2), expand=False), *rest)
