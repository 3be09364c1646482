"""The parts of a file that is handed out, in order: sentences, figures, charts and whole tables."""

from dataclasses import dataclass
from typing import Any

CHART_TITLES = {
    "map": "Where the money goes",
    "gantt": "What is built, when",
    "coverage": "Demand covered, and what is short",
    "capacity": "Capacity against use",
    "cash": "Cash drawn against budget",
    "payers": "Who pays for which fab",
}
_SECTIONS = (
    (
        "Where and when",
        ("map", "gantt"),
        (
            ("built", "What is built, where and when"),
            ("phases", "Every start"),
        ),
    ),
    (
        "Coverage",
        ("coverage",),
        (("years", "By year"), ("service", "By product and market, the largest shortage first")),
    ),
    ("Capacity", ("capacity",), (("usage", "By node"), ("power", "Power of sites and markets"))),
    (
        "Money",
        ("cash", "payers"),
        (
            ("funds", "By fund"),
            ("draws", "Who pays for which site"),
            ("cost", "What the objective is made of"),
            ("returns", "What comes back"),
        ),
    ),
    (
        "Shortage and its causes",
        (),
        (("binds", "Rules without slack, the longest-lasting first"), ("bans", "Export bans that cost something")),
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part: a title, sentences, tiles, the names of charts with their titles, and tables with theirs.

    The cells of a table are texts; `numbers` says which columns are set to the right.
    """

    title: str
    sentences: tuple[str, ...] = ()
    tiles: tuple[dict[str, str], ...] = ()
    charts: tuple[tuple[str, str], ...] = ()
    tables: tuple["Whole", ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A table with all of its rows as texts."""

    title: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def of_plan(view: dict[str, Any]) -> list[Part]:
    """Return the parts of a plan from the data of its page."""
    findings = () if view["audit"]["clean"] else ("This plan failed its audit; do not rely on it.",)
    parts = [Part("", (*findings, view["answer"]), tuple(view["tiles"]))]
    for title, charts, tables in _SECTIONS:
        sentences = tuple(view.get("causes", ())) if title.startswith("Shortage") else ()
        shown = tuple(
            _of_plan(view["tables"][name], caption)
            for name, caption in tables
            if view["tables"].get(name, {}).get("rows")
        )
        parts.append(Part(title, sentences, (), tuple((name, CHART_TITLES[name]) for name in charts), shown))
    how = tuple(f"{key.replace('_', ' ')}: {value}" for key, value in view["run"].items())
    parts.append(Part("Proof", (*view["proven"], *view["audit"]["lines"][:1], *how)))
    return parts


def of_answer(answer: dict[str, Any]) -> list[Part]:
    """Return the parts of an answer."""
    charts = tuple((name, CHART_TITLES.get(name, name.capitalize())) for name in answer["charts"])
    tables = tuple(
        Whole(
            table["title"],
            tuple(column["title"] for column in table["columns"]),
            tuple(column["is_number"] for column in table["columns"]),
            tuple(tuple(cell["text"] for cell in row) for row in table["rows"]),
            table["note"],
        )
        for table in answer["tables"]
        if table["rows"]
    )
    return [Part("", tuple(answer["sentences"]), (), charts, tables)]


def _of_plan(table: dict[str, Any], title: str) -> Whole:
    decimals = [column["decimals"] for column in table["columns"]]
    lines = [*table["rows"], *([table["total"]] if table["total"] else [])]
    rows = tuple(tuple(_text(value, places) for value, places in zip(row, decimals, strict=True)) for row in lines)
    heads = tuple(column["title"] for column in table["columns"])
    return Whole(title, heads, tuple(places >= 0 for places in decimals), rows)


def _text(value: Any, decimals: int) -> str:
    if value is None or value == "":
        return "" if decimals < 0 or value == "" else "–"
    return f"{value:z,.{decimals}f}" if decimals >= 0 and not isinstance(value, str) else str(value)
