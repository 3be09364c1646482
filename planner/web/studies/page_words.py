"""Sentences of studies in the words of the page: where a command has an option, the page has a field or a button."""

import re

_WORDS = (
    (r": see --questions", ": raise the number of questions"),
    (r"give a longer --time-limit or --total-time", "allow more minutes"),
    (r"a smaller --gap,? or (?:more time|a longer --time-limit)", "more minutes, or a run solved to a smaller gap"),
    (
        r"A longer --total-time asks more; with --resume DIR the next run goes on from here",
        "More minutes ask more; what was solved is not solved again",
    ),
    (r"[Aa] longer --time-limit", "allowing more minutes"),
    (r"planner explain", "“What stands in the way?”"),
    (r"planner audit", "the plan's page"),
    (r"Write it with --next, and ask", "Apply it, and"),
    (r"; --move-price sets another", ""),
    (r"belongs in --set", "belongs in the field for new facts"),
    (r"with --player", "in the field for players"),
    (r"--now ", "The first period that may change, "),
    (r"or draw some with --sample", "or draw some: fill in “Futures to draw”"),
    (r"--(?:sample|futures)(?: \d+)?: ", "Futures to draw: "),
    (r"--keep: ", "Of them plan for: "),
    (r"--fresh: ", "Try the plan on others: "),
    (r"--decide-until: ", "Decide for all until: "),
    (r" -> ", " → "),
    (r"Leave it out, or add --set '(.*?)'", r"Leave it blank, or make this edit with What if…: \1"),
)


def on_page(sentence: str) -> str:
    """Return a sentence without names of commands and options."""
    for pattern, words in _WORDS:
        sentence = re.sub(pattern, words, sentence)
    return sentence[:1].upper() + sentence[1:]
