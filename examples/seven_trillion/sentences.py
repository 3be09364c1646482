"""The sentences of the page: what is said follows from the results, so that it stays true when they change."""

from examples.seven_trillion.binding import ANY
from examples.seven_trillion.compare import Saving, covering, enough, largest, saving, savings
from examples.seven_trillion.results import Results, Run
from examples.seven_trillion.tables import number, trillions
from planner.case.records import Kind

LAST_YEARS = 4
FEE_SHARE = 0.1


def answer(results: Results) -> str:
    """Return what the largest budget buys."""
    run = largest(results)
    share = number(100 * run.value("drawn") / run.value("budget"), 1)
    return (
        f"**Of {trillions(run.budget_usd_bn)} trillion USD the plan draws {_figure(run, 'drawn')} bn, {share} %.** "
        f"They pay for {_figure(run, 'phases')} phases at {_figure(run, 'sites')} sites, and {_coverage(run)} of all "
        f"demand is covered. The other {number(run.value('unspent') / 1000, 2)} trillion are not drawn: within "
        "its gap, the planner finds nothing to buy with them that would pay for itself."
    )


def threshold(results: Results) -> str:
    """Return from which budget on more money changes nothing that is proven, and from which on it covers no more."""
    covered, run, best = covering(results), enough(results), largest(results)
    parts = [f"More than {trillions(run.budget_usd_bn)} trillion USD changes nothing outside the gaps of the solves."]
    if run is best:
        parts = [f"Money still counts at {trillions(run.budget_usd_bn)} trillion USD."]
    if covered.budget_usd_bn < run.budget_usd_bn:
        parts.append(
            f"With {trillions(covered.budget_usd_bn)} trillion it covers as much, and {_dearer(best, covered)}."
        )
    least = min(covered.budget_usd_bn, run.budget_usd_bn)
    below = [poorer for poorer in results.budgets if poorer.budget_usd_bn < least]
    if below:
        poorer = below[-1]
        coverage = f"With {trillions(poorer.budget_usd_bn)} trillion coverage is {_coverage(poorer)}"
        parts.append(f"{coverage}, and {_dearer(best, poorer)}.")
    return " ".join(parts)


def why(results: Results) -> str:
    """Return how much of what is missed no money could have made, and how well the last years are served."""
    run = largest(results)
    if run.value("shortage") <= 0:
        return "Nothing is missed."
    memory = str(Kind.MEMORY) if str(Kind.MEMORY) in results.first_outputs else ANY
    early = run.value("shortage before new output", "kind", memory)
    made = "memory" if memory != ANY else "anything"
    return (
        f"No money reaches the first years: {number(early / 1000, 1)} million of the "
        f"{number(run.value('shortage') / 1000, 1)} million packages that are missed, "
        f"{number(100 * early / run.value('shortage'))} %, are wanted before {results.first_outputs[memory]}, the "
        f"first quarter in which {made} from a phase decided on today could be in a package. {_last_years(run)}"
    )


def helps(results: Results) -> str:
    """Return which changes help for certain, the most first."""
    found = [one for one in savings(results) if one.is_significant]
    if not found:
        return "Of the rules that were lifted, none makes a difference that is larger than the gaps."
    return f"What would help: {'; '.join(_saving_text(one) for one in found)}."


def helps_not(results: Results) -> str:
    """Return which changes do not differ significantly from no change."""
    found = [one.run.name for one in savings(results) if not one.is_significant]
    return f"Not significant, within the gaps: {'; '.join(found)}." if found else ""


def proof(results: Results) -> str:
    """Return how far the plans are proven."""
    most = number(max(run.value("gap") for run in results.runs), 2)
    return (
        f"a gap of {most} %, the largest of this study, means that a better plan may exist, but better by that "
        "share at most. A plan that fits into another budget, or keeps the rules of another run, counts there too."
    )


def first_words(results: Results) -> str:
    """Return when new capacity could first give a good unit."""
    parts = ", ".join(f"{kind} in {label}" for kind, label in results.first_outputs.items() if kind != ANY)
    return f"New capacity could give its first good units: {parts}."


def bans(results: Results) -> str:
    """Return how much of what lifting the bans saves is tariffs that are no longer due, where that is much."""
    found = next((one for one in savings(results) if one.run.change == "bans"), None)
    if found is None or not found.is_significant:
        return ""
    fees = largest(results).value("cost", "line", "tariff") - found.run.value("cost", "line", "tariff")
    if fees < FEE_SHARE * found.usd_bn:
        return ""
    return (
        f"Of the {number(found.usd_bn)} bn USD that lifted bans save, {number(fees)} are tariffs that are no longer "
        "due: once parts may enter, packages can be finished behind the border. A tariff is paid to somebody, so "
        "that much is not a gain for the world."
    )


def coverage_title(results: Results) -> str:
    """Return the finding of the picture of budgets."""
    run, best = covering(results), largest(results)
    if run is best:
        return f"Money still buys coverage at {trillions(best.budget_usd_bn)} trillion USD"
    return f"Beyond {trillions(run.budget_usd_bn)} trillion USD, more money buys no more coverage"


def helps_title(results: Results) -> str:
    """Return the finding of the picture of changes."""
    found = [one for one in savings(results) if one.is_significant and one.run.change != "all four"]
    if not found:
        return "No rule that was lifted makes a difference larger than the gaps"
    names = listed([one.run.name for one in found])
    return f"At {trillions(largest(results).budget_usd_bn)} trillion USD, what would help: {names}"


def listed(words: list[str]) -> str:
    """Return words with commas, and `and` before the last."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _dearer(best: Run, poorer: Run) -> str:
    richer = saving(best, poorer)
    proven = f"at least {number(richer.least_usd_bn)}" if richer.is_significant else "none"
    return f"the plan costs {number(richer.usd_bn)} bn USD more, lost margin included, {proven} of it for certain"


def _figure(run: Run, name: str) -> str:
    return number(run.value(name))


def _coverage(run: Run) -> str:
    return f"{number(run.value('coverage'), 1)} %"


def _last_years(run: Run) -> str:
    years = list(run.items("coverage", "year").items())[-LAST_YEARS:]
    covered = [pct for _, pct in years]
    return (
        f"From {years[0][0]} to {years[-1][0]}, {number(min(covered), 1)} to {number(max(covered), 1)} % of the demand "
        "of a year is covered."
    )


def _saving_text(found: Saving) -> str:
    return (
        f"{found.run.name} (saves {number(found.usd_bn)} bn USD, at least {number(found.least_usd_bn)}; coverage "
        f"{_coverage(found.run)})"
    )
