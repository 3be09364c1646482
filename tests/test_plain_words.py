"""Plain words: texts and names avoid a table of odd words; each has the words to write instead."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner

ROOT = Path(planner.__file__).parent.parent
PROSE = {
    "mend": (r"\bmend(?:s|ed|ing)?\b", "fix"),
    "told": (r"\btold\b", "reported, shown, listed"),
    "tell": (r"\b(?:tells?|telling)\b", "says, shows, reports; distinguishes"),
    "speaks of": (r"\b(?:speaks?|spoken|speaking) of\b", "refers to, applies to"),
    "nought": (r"\bnoughts?\b", "zero"),
    "purse": (r"\bpurses?\b", "fund, fund group"),
    "unless told": (r"\bunless (?:told|asked)\b", "default"),
    "cannot be": (r"\bwhat is asked cannot be\b", "these requirements contradict each other"),
    "belongs into": (r"\bbelongs? into\b", "belongs in"),
    "is no name for": (r"\bis no name for\b", "is not a valid name for"),
    "is no more": (r"\bis no more\b", "has been deleted"),
    "is no": (r"(?<!there )\bis no (?:amount|fact|folder|label|number|period|plan workbook)\b", "is not a"),
    "could be better": (
        r"\bby how much a better plan could be better\b",
        "the most that any other plan could improve",
    ),
    "made least": (r"\bmade (?:least|most)\b", "minimised, maximised"),
    "unfold": (r"\bunfold(?:s|ed|ing)?\b", "postsolve"),
    "finder": (r"\b(?:improvers?|provers?|finders?)\b", "primal heuristics, branch and bound, callback"),
    "hears of": (r"\bhears? of\b", "handles, receives"),
    "take home": (r"\btaken? home\b", "download"),
    "in silence": (r"\bin silence\b", "ignores"),
    "give way": (r"\bgives? way\b", "is replaced by, is removed"),
    "of these the": (r"\bof these the\b", "the usual order of words"),
    "escape": (r"\bmay escape from\b", "must not leave"),
    "door": (r"\bthe door of\b", "access control"),
    "dearest": (r"\bdearest\b", "most expensive"),
}
# Parts of names, and whole names, of variables, parameters, functions, classes and attributes.
PARTS = {
    "mend": "fix",
    "told": "the noun: text, message, lines",
    "tell": "report, add_event",
    "telling": "the noun",
    "teller": "the noun",
    "nought": "zero",
    "purse": "fund, fund_group",
    "purses": "funds, fund_groups",
    "begun": "started_at, starts",
    "unfold": "postsolve",
    "room": "slack, space",
    "rooms": "slacks",
}
NAMES = dict.fromkeys(("made", "found", "kept", "taken"), "the noun: rows, matches, values, headline")
PREFIXES = {"most": "max_", "least": "min_", "fewest": "min_"}
# What may stay: fields of public formats, and texts of the old name that a format still has.
ALLOWED = {
    "planner/audit/findings.py": {"found"},
    "planner/case/checks/draft/entries.py": {"found"},
    "planner/case/checks/problem.py": {"found"},
    "planner/case/choices.py": {"least"},
    "planner/cli/commands/serve.py": {"most"},
    "planner/web/api.py": {"mend"},
    "planner/web/templates/check.html": {"mend"},
    "planner/workbook/contract_export.py": {"mend"},
    "planner/workbook/faults/fault.py": {"mend", "found"},
    "planner/workbook/read/period_titles.py": {"found"},
    "planner/workbook/read/settings.py": {"found"},
    "planner/workbook/read/table.py": {"made"},
    "README.md": {"mend"},
}
FILES = sorted(
    path
    for path in (*(ROOT / "planner").rglob("*"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
    if path.suffix in {".py", ".html", ".js", ".css", ".md"}
)


def texts(source: str) -> Iterator[str]:
    """Yield the comments and string literals of Python source, f-strings without their expressions."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or token.type == getattr(tokenize, "FSTRING_MIDDLE", None):
            yield token.string
        elif token.type == tokenize.STRING:
            is_format = "f" in token.string[: token.string.index(token.string[-1])].lower()
            yield re.sub(r"\{[^{}]*\}", "", token.string) if is_format else token.string


def declared(source: str) -> Iterator[str]:
    """Yield the names that Python source declares."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def odd_names(source: str) -> Iterator[tuple[str, str]]:
    """Yield the odd words of declared names, each with the name."""
    for name in declared(source):
        parts = [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]
        yield from ((part, name) for part in parts if part in PARTS)
        yield from ((word, name) for word in {name.strip("_").lower()} if word in NAMES)
        yield from ((word, name) for word in parts[:1] if word in PREFIXES)


def odd_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the odd phrases of a text, each with the words that match."""
    joined = " ".join(text.split())
    for word, (pattern, _) in PROSE.items():
        yield from ((word, match[0]) for match in re.finditer(pattern, joined, re.IGNORECASE))


def odd(path: str, source: str) -> Iterator[tuple[str, str]]:
    """Yield the odd words of a file, but for those that it may have."""
    allowed = set(ALLOWED.get(path, ()))
    if path.endswith(".py"):
        hits = [hit for text in texts(source) for hit in odd_texts(text)] + list(odd_names(source))
    else:
        hits = list(odd_texts(source))
    yield from (hit for hit in hits if hit[0] not in allowed)


def test_texts_and_names_are_plain() -> None:
    table = PARTS | NAMES | PREFIXES | {word: instead for word, (_, instead) in PROSE.items()}
    hits = [
        f"{path}: {text!r}: write {table[word]}"
        for path, source in ((file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in FILES)
        for word, text in odd(path, source)
    ]
    assert hits == []


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ('"""Return how to mend it."""\n', "mend"),
        ("x = 1  # as told\n", "told"),
        ('x = f"{told} is no folder"\n', "is no folder"),
        ('x = "ten years" " unless told"\n', "told"),
        ('"""A row that speaks\nof nothing."""\n', "speaks of"),
        ("_MOST_ROWS = 1\n", "_MOST_ROWS"),
        ("def f(purse): ...\n", "purse"),
        ("class RowRoom: ...\n", "RowRoom"),
        ("for made in ():\n    pass\n", "made"),
        ("self.told_at = 1\n", "told_at"),
    ],
)
def test_a_planted_word_is_found(source: str, word: str) -> None:
    assert word in [text for _, text in odd("planner/planted.py", source)]


def test_plain_source_passes() -> None:
    source = '"""Return the room at most, which is no longer made."""\nrows = at_most(x.told, found=1)\n'
    assert list(odd("planner/planted.py", source)) == []


def test_the_allowed_files_exist() -> None:
    assert [path for path in ALLOWED if not (ROOT / path).exists()] == []
