"""Tools: a stock of machines against what phases, conversions and committed growth need installed."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Case, Committed, Conversion, Event, Tool, ToolUse
from planner.plan.records import Converted
from tests.audit.plans import changed, clean_plan, held, rules, run
from tests.cases import tiny


def _scanners(deliveries: tuple[float, ...], before: int = 0, **changes: object) -> Case:
    """A phase of 1 kwspm needs 2 scanners; the one started in 0 gives output in 1."""
    case = tiny(tools={"scanner": Tool("scanner", deliveries, (ToolUse("N3", 2.0, before),))})
    return replace(case, **changes)  # type: ignore[arg-type]


def test_machines_delivered_by_first_output_are_in_time() -> None:
    assert rules(_scanners((1.0, 1.0, 0.0, 0.0)), clean_plan()) == set()


def test_the_need_is_measured_on_nameplate_capacity() -> None:
    # A phase of 4 kwspm needs 8 scanners, however low its ramp and utilisation.
    case = changed(_scanners((8.0, 0.0, 0.0, 0.0)), "nodes", "N3", phase_kwspm=4.0, utilisation=0.5)
    plan = clean_plan(capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)))
    assert rules(case, plan) == set()
    verdict = audit(replace(case, tools=_scanners((7.0, 0.0, 0.0, 0.0)).tools), plan)
    assert {(finding.rule, finding.found) for finding in verdict.findings} == {("tools", 8.0)}


def test_too_few_machines_are_found_in_each_period() -> None:
    verdict = audit(_scanners((1.0, 0.0, 0.0, 1.0)), clean_plan())
    assert {(finding.rule, finding.period) for finding in verdict.findings} == {("tools", 1), ("tools", 2)}


def test_machines_must_be_there_some_periods_before_output() -> None:
    assert rules(_scanners((1.0, 1.0, 0.0, 0.0), before=1), clean_plan()) == {"tools"}
    assert rules(_scanners((2.0, 0.0, 0.0, 0.0), before=1), clean_plan()) == set()


def test_committed_growth_takes_machines_and_retirement_frees_them() -> None:
    plan = clean_plan(openings=())
    for kwspm, uses_tools, broken in (
        # Growth of 0.5 kwspm takes 1 of 2 scanners; where the growth uses no tools it takes none.
        ((1.0, 1.5, 1.5, 1.5), True, {"tools"}),
        ((1.0, 1.5, 1.5, 1.5), False, set()),
        # A fall of 0.5 kwspm frees 1.
        ((1.0, 0.5, 0.5, 0.5), True, set()),
    ):
        deliveries = (2.0, 0.0, 0.0, 0.0) if kwspm[1] > 1 else (1.0, 0.0, 0.0, 0.0)
        case = _scanners(deliveries, committed=(Committed("A", "N3", kwspm, uses_tools),))
        usable = tuple(fixed + new for fixed, new in zip(kwspm, (0.0, 1.0, 1.0, 1.0), strict=True))
        used = (0.0, 1.0, 1.0, 1.0)
        assert rules(case, replace(plan, capacity=held(usable, used))) == broken


def test_committed_growth_beyond_all_deliveries_leaves_none_and_no_debt() -> None:
    case = _scanners((0.0,) * 4, committed=(Committed("A", "N3", (1.0, 9.0, 9.0, 9.0)),))
    used = (0.0, 1.0, 1.0, 1.0)
    plan = clean_plan(openings=(), capacity=held((1.0, 10.0, 10.0, 10.0), used))
    assert {finding.allowed for finding in audit(case, plan).findings} == {0.0}
    idle = replace(plan, starts=(), draws=(), capacity=held((1.0, 9.0, 9.0, 9.0), used))
    assert "tools" not in rules(case, idle)


def test_a_conversion_changes_the_need() -> None:
    # A lump of 0.5 kwspm of N5 (1 scanner a kwspm) becomes 0.4 of N3: 0.5 x (0.8 x 2 - 1) = 0.3 scanners more.
    case = _scanners((2.0, 0.0, 0.3, 0.0), committed=(Committed("A", "N5", (1.0,) * 4),))
    tool = replace(case.tools["scanner"], uses=(ToolUse("N3", 2.0), ToolUse("N5", 1.0)))
    case = replace(
        case,
        nodes={**case.nodes, "N5": replace(case.nodes["N3"], name="N5")},
        tools={"scanner": tool},
        conversions=(Conversion("A", "N5", "N3", 0.5, output_ratio=0.8),),
    )
    for period, broken in ((2, set()), (1, {"tools"})):
        gained = tuple((0.4 if t >= period else 0.0) + (1.0 if t >= 1 else 0.0) for t in range(4))
        left = tuple(0.5 if t >= period else 1.0 for t in range(4))
        plan = clean_plan(
            openings=(),
            converted=(Converted("A", "N5", "N3", period, 1),),
            capacity=(*held(gained, (0.0, 1.0, 1.0, 1.0)), *held(left, (0.0,) * 4, node="N5")),
        )
        assert rules(case, plan) == broken


def test_with_productivity_growth_the_need_of_a_year_falls() -> None:
    # A phase online from the second quarter needs 2 / 1.21^(1/4) = 1.9069 machines then, and less later.
    def need(deliveries: float) -> set[str]:
        tool = Tool("EUV", (deliveries, 0.0, 0.0, 0.0), (ToolUse("N3", 2.0),), productivity_growth=0.21)
        return rules(tiny(tools={"EUV": tool}), clean_plan())

    assert need(1.907) == set()
    assert need(1.906) == {"tools"}


def test_what_lacks_its_machines_in_a_scenario_may_not_run() -> None:
    # The phase needs 2 scanners, which come in period 0; an event keeps a share of them back.
    for factor, broken in ((1.0, set()), (0.9, {"event_tools"})):
        case = _scanners((2.0, 0.0, 0.0, 0.0), events=(Event("base", 0, factor, 0, tool="scanner"),))
        assert rules(case, clean_plan()) == broken
    # What keeps back another tool keeps back none of these.
    case = _scanners((2.0, 0.0, 0.0, 0.0))
    other = Tool("other", (5.0, 0.0, 0.0, 0.0), ())
    events = tuple(Event("base", 0, factor, 0, tool=name) for name, factor in (("scanner", 1.0), ("other", 0.0)))
    assert rules(replace(case, tools={**case.tools, "other": other}, events=events), clean_plan()) == set()
    # Spare ones make up for them.
    case = _scanners((4.0, 0.0, 0.0, 0.0), events=(Event("base", 0, 0.5, 0, tool="scanner"),))
    assert rules(case, clean_plan()) == set()


def test_with_productivity_growth_what_runs_in_a_scenario_needs_fewer_machines() -> None:
    # 2 machines a kwspm, divided by 1.21^(1/4) in the second quarter: 1.90693 for the phase, as many for what stood.
    event = Event("base", 0, 1.0, 0, tool="scanner")
    for deliveries, broken in ((1.907, set()), (1.906, {"tools", "event_tools"})):
        tool = Tool("scanner", (deliveries, 0.0, 0.0, 0.0), (ToolUse("N3", 2.0),), productivity_growth=0.21)
        assert rules(tiny(tools={"scanner": tool}, events=(event,)), clean_plan()) == broken
        case = tiny(tools={"scanner": tool}, events=(event,), committed=(Committed("A", "N3", (1.0,) * 4, False),))
        capacity = held((1.0, 2.0, 2.0, 2.0), (0.0, 2.0, 2.0, 2.0))
        plan = clean_plan(openings=(), capacity=capacity, **run((0.0, 6.0, 6.0, 6.0)))
        assert ("event_tools" in rules(case, plan)) is bool(broken)
