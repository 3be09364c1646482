"""Make page, appendix and pictures from the results: python examples/seven_trillion/page.py [FOLDER]

FOLDER is where study.py wrote its results, by default this one; the pages go there too.

The templates are page.md and appendix.md. Every number comes from results.json, or from facts.csv with its source.
"""

import csv
import sys
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from examples.seven_trillion import hedge_tables, tables, variants  # noqa: E402  the folder above has to be on the path
from examples.seven_trillion.claims import Said, number  # noqa: E402
from examples.seven_trillion.money_stack import facts  # noqa: E402
from examples.seven_trillion.runs.results import NotSolvedError, Results, read_results  # noqa: E402
from examples.seven_trillion.sentences import SENTENCES  # noqa: E402

LINE = 120
PAGES = {"README.md": "page.md", "APPENDIX.md": "appendix.md"}
REVIEW = HERE / "review.csv"
TABLES = {
    name: getattr(module, name) for module in (tables, hedge_tables) for name in dir(module) if name.endswith("_table")
}
"""Tables by the name of their placeholder."""
NEEDS = {
    "calendar": ("calendar",),
    "starts": ("starts",),
    "waiting": ("decisions",),
    "weighed": ("weighed", "decisions"),
    "stress": ("futures",),
    "regret": ("decisions",),
    "money": ("funds",),
    "floors": ("funds",),
    "funds": ("funds",),
    "places": ("places",),
    "gains": ("funds", "places"),
    "power": ("idle", "calendar"),
    "idle": ("idle",),
}
"""Analyses without which a sentence, table or picture about something cannot be made."""
MISSING = "(This analysis is not solved yet.)"


def page(results: Results, template: str, said: Said | None = None) -> str:
    """Return a page that the results give; what its sentences claim is added to `said`."""
    filled = _filled(results, template, Said() if said is None else said)
    text = (HERE / template).read_text(encoding="utf-8").format_map(filled)
    return "\n\n".join(_wrapped(paragraph) for paragraph in text.strip().split("\n\n") if paragraph.strip()) + "\n"


def _filled(results: Results, template: str, said: Said) -> dict[str, str]:
    used = (HERE / template).read_text(encoding="utf-8")
    if "{review_table}" in used:
        used += REVIEW.read_text(encoding="utf-8")
    makers = {name: partial(sentence, results, said) for name, sentence in SENTENCES.items()}
    makers |= {name: partial(table, results) for name, table in TABLES.items()}
    filled = {name: _text_of(results, name, make) for name, make in makers.items() if f"{{{name}}}" in used}
    filled |= {f"fact_{name}": fact.text for name, fact in facts().items()}
    filled |= {name: str(value) for name, value in results.about.items()}
    filled["budget"] = number(float(results.about["budget_usd_bn"]))
    filled["discount"] = number(float(results.about["discount_pct"]))
    filled["time_limit"] = number(float(results.about["time_limit_seconds"]))
    filled["many"] = {5: "five"}[variants.MANY]
    first, second = variants.TIERS.values()
    filled["tier_first"], filled["tier_second"] = number(100 * first), number(100 * second)
    filled["tiers_from"] = variants.TIERS_FROM
    filled["fact_table"] = tables.markdown(
        ("figure", "source"), [(fact.text, fact.source) for fact in facts().values()], words=2
    )
    if "{review_table}" in used:
        filled["review_table"] = _review(filled)
    return filled


def _text_of(results: Results, name: str, make: Callable[[], str]) -> str:
    """Return a sentence or table; words in its place where something that it needs is not solved."""
    if not is_solved(results, name):
        return MISSING
    try:
        return make()
    except NotSolvedError:
        return MISSING


def is_solved(results: Results, name: str) -> bool:
    """Say whether the analyses are there that something of a name needs."""
    return all(part in results.parts for word, parts in NEEDS.items() if word in name.split("_") for part in parts)


def _review(filled: dict[str, str]) -> str:
    with REVIEW.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbered = [(str(at), row["objection"], row["answer"].format_map(filled)) for at, row in enumerate(rows, start=1)]
    return tables.markdown(("", "objection", "answer"), numbered, words=3)


def _wrapped(paragraph: str) -> str:
    """Return a paragraph of plain text in lines of the usual length; tables, lists, code and pictures as they are."""
    if paragraph.startswith(("|", "#", "-", "`", "!")):
        return paragraph
    return textwrap.fill(" ".join(paragraph.split()), LINE, break_long_words=False, break_on_hyphens=False)


def write(folder: Path, results: Results) -> None:
    """Write page and appendix."""
    for name, template in PAGES.items():
        (folder / name).write_text(page(results, template), encoding="utf-8")


if __name__ == "__main__":
    from examples.seven_trillion.pictures.charts import CHARTS, draw

    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    known = read_results(chosen)
    write(chosen, known)
    draw(chosen, known, [name for name in CHARTS if is_solved(known, name.removesuffix(".png"))])
