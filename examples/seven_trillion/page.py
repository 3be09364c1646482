"""Make page, appendix and pictures from the results: python examples/seven_trillion/page.py

The templates are page.md and appendix.md. Every number comes from results.json, or from facts.csv with its source.
"""

import csv
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from examples.seven_trillion import sentences, tables, variants  # noqa: E402  the folder above has to be on the path
from examples.seven_trillion.claims import number  # noqa: E402
from examples.seven_trillion.money_stack import facts  # noqa: E402
from examples.seven_trillion.results import Results, read_results  # noqa: E402

LINE = 120
PAGES = {"README.md": "page.md", "APPENDIX.md": "appendix.md"}
REVIEW = HERE / "review.csv"
FUNCTIONS = (
    *(getattr(sentences, name) for name in dir(sentences) if name.startswith(("answer_", "ladder_", "stack_"))),
    *(getattr(sentences, name) for name in dir(sentences) if name.endswith("_title")),
    sentences.floors,
    sentences.widest,
    sentences.minutes,
    sentences.solves,
    sentences.tiers,
    *(getattr(tables, name) for name in dir(tables) if name.endswith("_table")),
)
"""What fills the placeholder of the function's own name."""
NEEDS = {
    "calendar": ("calendar",),
    "starts": ("starts",),
    "waiting": ("decisions",),
    "stress": ("futures",),
    "regret": ("decisions",),
    "funds": ("funds",),
    "places": ("places",),
    "gains": ("funds", "places"),
    "power": ("idle",),
    "idle": ("idle",),
}
"""Analyses without which a sentence, table or picture about something cannot be made."""
MISSING = "(This analysis is not solved yet.)"


def page(results: Results, template: str) -> str:
    """Return a page that the results give."""
    text = (HERE / template).read_text(encoding="utf-8").format_map(_filled(results, template))
    return "\n\n".join(_wrapped(paragraph) for paragraph in text.strip().split("\n\n") if paragraph.strip()) + "\n"


def _filled(results: Results, template: str) -> dict[str, str]:
    used = (HERE / template).read_text(encoding="utf-8")
    wanted = [of for of in FUNCTIONS if f"{{{of.__name__}}}" in used or of is sentences.tiers]
    filled = {of.__name__: of(results) if is_solved(results, of.__name__) else MISSING for of in wanted}
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
    filled["review_table"] = _review(filled)
    return filled


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
    from examples.seven_trillion.charts import CHARTS, draw

    committed = read_results(HERE)
    write(HERE, committed)
    draw(HERE, committed, [name for name in CHARTS if is_solved(committed, name.removesuffix(".png"))])
