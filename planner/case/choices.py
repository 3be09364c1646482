"""Choices: the words that fields of a case may hold, each a member of an enumeration."""

from enum import StrEnum


class Objective(StrEnum):
    """What the plan is best at."""

    LEAST_COST = "least_cost"
    COVERAGE_FIRST = "coverage_first"
    PROFIT = "profit"


class ProfitOf(StrEnum):
    """Whose profit the objective profit is."""

    SELLER = "seller"
    SOCIETY = "society"
    FABS = "fabs"


class EndValue(StrEnum):
    """What built capacity is worth at the end of the horizon."""

    NONE = "none"
    STRAIGHT_LINE = "straight_line"


class Kind(StrEnum):
    """What a node makes."""

    LOGIC = "logic"
    MEMORY = "memory"
    PACKAGING = "packaging"


class Covers(StrEnum):
    """The part of a phase's capex that an incentive refunds."""

    SHELL = "shell"
    EQUIPMENT = "equipment"
    ALL = "all"


class Measure(StrEnum):
    """What a limit bounds."""

    OUTPUT_SHARE = "output_share"
    CAPEX_SHARE = "capex_share"
    ONLINE_PHASES = "online_phases"
    PHASES_STARTED = "phases_started"
    SERVICE = "service"
    SUPPLY_SHARE = "supply_share"
