"""Make the page and its pictures from the results: python examples/seven_trillion/page.py

The page is page.md with every number filled in: from results.json, and from facts.csv for figures from a source.
"""

import csv
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from examples.seven_trillion import sentences, tables  # noqa: E402  the folder above has to be on the path first
from examples.seven_trillion.results import Results, read_results  # noqa: E402

LINE = 120
TEMPLATE, FACTS, PAGE = HERE / "page.md", HERE / "facts.csv", HERE / "README.md"
SENTENCES = (
    sentences.answer,
    sentences.threshold,
    sentences.why,
    sentences.helps,
    sentences.helps_not,
    sentences.proof,
    sentences.first_words,
    sentences.bans,
    sentences.coverage_title,
    sentences.helps_title,
    tables.budget_table,
    tables.where_table,
    tables.node_table,
    tables.when_table,
    tables.binds_table,
    tables.change_table,
)
"""What fills the placeholder of the function's own name."""


def facts() -> dict[str, tuple[str, str]]:
    """Return the figures from other sources by name: their text and their source."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["text"], row["source"]) for row in csv.DictReader(file)}


def page(results: Results) -> str:
    """Return the page that the results give."""
    sourced = facts()
    filled = {function.__name__: function(results) for function in SENTENCES}
    filled |= {f"fact_{name}": text for name, (text, _) in sourced.items()}
    filled |= {name: str(value) for name, value in results.about.items()}
    filled["budgets"] = sentences.listed([tables.trillions(run.budget_usd_bn) for run in results.budgets])
    filled["time_limit"] = tables.number(float(results.about["time_limit_seconds"]))
    filled["fact_table"] = tables.markdown(("figure", "source"), list(sourced.values()), words=2)
    text = TEMPLATE.read_text(encoding="utf-8").format_map(filled)
    return "\n\n".join(_wrapped(paragraph) for paragraph in text.strip().split("\n\n") if paragraph.strip()) + "\n"


def _wrapped(paragraph: str) -> str:
    """Return a paragraph of plain text in lines of the usual length; tables, lists, code and pictures as they are."""
    if paragraph.startswith(("|", "#", "-", "`", "!")):
        return paragraph
    return textwrap.fill(" ".join(paragraph.split()), LINE, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    from examples.seven_trillion.charts import draw

    results = read_results(HERE)
    PAGE.write_text(page(results), encoding="utf-8")
    draw(HERE, results)
