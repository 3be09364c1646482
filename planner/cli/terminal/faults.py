"""Faults as a person reads them: by sheet, errors first, one short paragraph each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from planner.workbook.faults.fault import Fault, Severity, shorten

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_ORDER = list(Severity)
_MAX_PER_LINE, _MAX_PER_CODE = 3, 12
_WHERE_ALL = "planner check --format json lists every one, --mark OUT.xlsx shows each at its cell."
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def faults_text(faults: Iterable[Fault]) -> RenderableType:
    """Return the faults grouped by sheet; sheets with errors come first, and so do errors within a sheet."""
    groups: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: _ORDER.index(fault.severity)):
        groups.setdefault(fault.sheet, []).append(fault)
    parts: list[RenderableType] = []
    is_folded = False
    for sheet, sheet_faults in groups.items():
        listed, rest = _listed_and_rest(sheet_faults)
        is_folded = is_folded or bool(rest)
        parts += [Text(f"{sheet or 'the file'}: {counts(sheet_faults)}", style="bold"), *map(_paragraph, listed)]
        parts += [*(_more(code, more) for code, more in rest.items()), Text()]
    return Group(*parts, Text(_WHERE_ALL, style="dim")) if is_folded else Group(*parts[:-1])


def _listed_and_rest(faults: Sequence[Fault]) -> tuple[list[Fault], dict[str, list[Fault]]]:
    """Return the faults of a sheet that are listed, and by code those left out of many alike in a column or a row."""
    count: Counter[str] = Counter()
    listed: list[Fault] = []
    rest: dict[str, list[Fault]] = {}
    for fault in faults:
        lines = tuple(_lines(fault))
        if count[fault.code] < _MAX_PER_CODE and all(count[line] < _MAX_PER_LINE for line in lines):
            count.update((fault.code, *lines))
            listed.append(fault)
        else:
            rest.setdefault(fault.code, []).append(fault)
    listed += [more.pop() for more in rest.values() if len(more) == 1]  # a line for a single one would not be shorter
    return listed, {code: more for code, more in rest.items() if more}


def _lines(fault: Fault) -> Iterator[str]:
    """Yield the column of a fault and, where its row holds cells of one kind such as periods, that row."""
    place = fault.cell.rpartition("!")[2]
    yield f"{fault.code} column {place.rstrip('0123456789')}"
    if fault.expected:
        yield f"{fault.code} row {place.lstrip(ascii_uppercase)}, {fault.expected}"


def _more(code: str, more: Sequence[Fault]) -> RenderableType:
    first, last = (fault.cell.rpartition("!")[2] for fault in (more[0], more[-1]))
    words = f"and {len(more):,} more like it from {first} to {last}"
    return Padding(Text.assemble((f"{code} ", _STYLES[more[0].severity]), words), (0, 0, 0, 2), expand=False)


def hint(faults: Sequence[Fault]) -> RenderableType:
    """Return the hint on how to look up a fault code."""
    gravest = min(faults, key=lambda fault: _ORDER.index(fault.severity))
    return Text(f"planner explain-code {gravest.code} explains this code.", style="dim")


def counts(faults: Sequence[Fault]) -> str:
    """Return how many faults of each severity there are, in words."""
    numbers = Counter(fault.severity for fault in faults)
    parts = [f"{numbers[s]} {_WORDS[s]}{'s' if numbers[s] > 1 else ''}" for s in _ORDER if numbers[s]]
    return ", ".join(parts) or "no faults"


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that stop the reading."""
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def worth_showing(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that are worth a look before a solve; remarks are for `planner check`."""
    return [fault for fault in faults if fault.severity is not Severity.INFO]


def _paragraph(fault: Fault) -> RenderableType:
    first = Text.assemble(
        (f"{fault.code} ", _STYLES[fault.severity]),
        (f"{fault.cell} " if fault.cell else "", "bold"),
        fault.meaning,
        overflow="fold",
    )
    value = f"found {shorten(fault.found)}" if fault.found else ""
    expected = f"expected {fault.expected}" if fault.expected else ""
    lines = [", ".join(filter(None, (value, expected))), f"-> {fault.fix}" if fault.fix else ""]
    rest = [
        Padding(Text(line, style="dim" if at == 0 else "", overflow="fold"), (0, 0, 0, 7), expand=False)
        for at, line in enumerate(lines)
        if line
    ]
    return Group(Padding(first, (0, 0, 0, 2), expand=False), *rest)
