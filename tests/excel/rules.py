"""What Excel refuses to open, or opens only after a "repair": one rule each, found in the parts of a workbook.

Every rule names itself in what it finds; tests/excel/test_rules.py plants a violation of each.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.excel.package import Package

Rule = Callable[[Package], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(find: Rule) -> Rule:
    """Enter a rule under the name of its function."""
    assert find.__name__ not in RULES
    RULES[find.__name__] = find
    return find


def breaches(source: Path | Package) -> list[str]:
    """Return every breach of every rule in a workbook, each with the name of its rule."""
    from tests.excel import cells, helps, links, looks, names, parts, tables  # each enters its rules

    assert all((cells, helps, links, looks, names, parts, tables))
    package = source if isinstance(source, Package) else Package.read(source)
    return [f"{name}: {found}" for name, find in RULES.items() for found in find(package)]
