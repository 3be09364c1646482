"""`planner explain`: why there is no plan, or why demand stays short."""

from planner.cli.reading import read_contradictory
from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def explain(
    source: of.Source,
    target: of.Target = None,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Say why there is no plan, or why demand stays short, and the smallest change that somebody could grant."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.explain.explain", "explain", read_contradictory)
