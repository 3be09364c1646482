"""E. What to approve now, what it costs to wait, and to be wrong."""

from examples.seven_trillion import starts
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import Said, number
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences.words import listed


def answer_starts(results: Results, said: Said) -> str:
    """Return what starts in every future."""
    counts = results.parts["starts"]["counts"]
    common = {item: min(of) for item, of in counts.items() if min(of) > 0}
    futures = len(results.parts["starts"]["futures"])
    if not common:
        return (
            "**Approve what the future needs that you expect:** nothing starts within the first year in the best plan "
            f"found of each of the {futures} futures ({starts.IN_WORDS})."
        )
    items = listed([f"{count} x {item}" for item, count in sorted(common.items(), key=lambda one: (-one[1], one[0]))])
    return (
        f"**Approve now: {items}.** These start within the first year in the best plan found of "
        f"each of the {futures} futures ({starts.IN_WORDS}). They are {number(sum(common.values()))} of the "
        f"{_all_starts(results)} first-year starts of the reference plan. That no good plan does without them is not "
        "proven."
    )


def _all_starts(results: Results) -> str:
    return number(sum(results.runs[REFERENCE].figures["first_year"].values()))


def answer_waiting(results: Results, said: Said) -> str:
    """Return what it costs to wait, and to be wrong."""
    waits = _costs(results, said, starts.WAITED, starts.WAIT_IN)
    wrong = _costs(results, said, starts.APPROVED, starts.APPROVE_IN)
    return (
        f"To start nothing for a year {waits}. To approve every phase that the reference plan starts in its first "
        f"year, and then learn that the future is another one, {wrong}.{_commitment(results, said)}"
    )


def _commitment(results: Results, said: Said) -> str:
    """Return how little the starts of the first year commit to, against the whole plan carried out unchanged."""
    shares: list[tuple[float, str]] = []
    for future in starts.APPROVE_IN:
        free = starts.solve_of(future)
        first, whole = (results.saving(starts.of(how, future), free) for how in (starts.APPROVED, starts.CARRIED_OUT))
        shares.append((first.high / max(whole.low, 1e-9), said.share(first, whole)))
    if not all(words for _, words in shares):
        return ""
    return f" In each of these it costs {max(shares)[1]} of what the whole plan, carried out unchanged, would."


def _costs(results: Results, said: Said, decision: str, among: tuple[str, ...]) -> str:
    """Return what a decision costs in some futures: a number, or that it costs something, or that neither is proven."""
    known, some, open_ = [], [], []
    for future in among:
        cost = results.saving(starts.of(decision, future), starts.solve_of(future))
        if value := said.value(cost):
            known.append(f"{value} with {future}")
        elif said.more(cost, future):
            some.append(future)
        else:
            open_.append(future)
    words = [f"costs {listed(known)}"] if known else []
    words += [f"costs something with {listed(some)}"] if some else []
    words += [f"is not proven to cost anything with {listed(open_)}"] if open_ else []
    return "; it ".join(words)


def answer_stress(results: Results, said: Said) -> str:
    """Return what the reference plan costs where it is carried out unchanged."""
    costs = {
        future: results.saving(name, starts.solve_of(future))
        for future in results.parts["futures"]["names"]
        if (name := starts.of(starts.CARRIED_OUT, future)) in results.runs
    }
    if not costs:
        return ""
    worst = max(costs, key=lambda one: costs[one].low)
    best = min(costs, key=lambda one: costs[one].high)
    value, share = said.value(costs[worst]), said.share(costs[best], costs[worst])
    if not value:
        return "What the reference plan costs where it is carried out unchanged is in the appendix."
    words = f"Carried out unchanged, the reference plan lies {value} above the best plan in the worst of these futures "
    return f"{words}({worst}){f', and {share} of that in the kindest ({best})' if share else ''}."


def starts_china(results: Results, said: Said) -> str:
    """Return whether the first year depends on China's licences."""
    runs = [results.runs[name] for name in starts.CHINA if name in results.runs]
    base = results.runs[REFERENCE].figures["first_year"]
    if len(runs) < len(starts.CHINA):
        return ""
    if all(run.figures["first_year"] == base for run in runs):
        return "Whether China is closed to foreign chips or open changes no start of the first year in the plans found."
    return "The first year differs with China's licences in the plans found."


def starts_title(results: Results, said: Said) -> str:
    """Return the finding of the picture."""
    counts = results.parts["starts"]["counts"]
    common = sum(min(of) for of in counts.values())
    return f"{number(common)} starts of the first year come in all {len(results.parts['starts']['futures'])} futures"


SENTENCES = (answer_starts, answer_waiting, answer_stress, starts_china, starts_title)
