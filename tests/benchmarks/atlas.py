"""Where and what generated cases are drawn from: regions, nodes and markets as the world case knows them, rounded.

Figures follow `world_first` in size; nothing here is a source.
"""

from dataclasses import dataclass

from planner.case.curves import DefectLearning
from planner.case.records import Kind, Node, Region

TAIWAN_AND_KOREA, EAST_ASIA, WEST, ENTRANT = "Taiwan and Korea", "East Asia", "West", "entrant"
RAMPS = {
    TAIWAN_AND_KOREA: (0.2, 0.45, 0.7, 0.9, 1.0),
    EAST_ASIA: (0.15, 0.35, 0.6, 0.8, 0.95, 1.0),
    WEST: (0.15, 0.3, 0.5, 0.7, 0.85, 1.0),
    ENTRANT: (0.1, 0.2, 0.32, 0.45, 0.58, 0.7, 0.82, 0.92, 1.0),
}
LINE_RAMP = (0.4, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Country:
    """A region with its middle, how many of a hundred sites lie in it, and how building goes there."""

    region: Region
    latitude: float
    longitude: float
    weight: int
    manner: str
    lead_periods: int
    expansion_lead_periods: int
    defect_factor: float
    power_price_usd_kwh: float
    brownfield: bool = False


def _country(
    name: str,
    bloc: str,
    middle: tuple[float, float],
    weight: int,
    costs: tuple[float, float, float],
    manner: str,
    building: tuple[int, int, float],
    usd_kwh: float,
    brownfield: bool = False,
) -> Country:
    lead, expansion, defects = building
    return Country(Region(name, bloc, *costs), *middle, weight, manner, lead, expansion, defects, usd_kwh, brownfield)


COUNTRIES = (
    _country("Taiwan", "Asia", (23.7, 120.9), 14, (1, 1, 1), TAIWAN_AND_KOREA, (10, 9, 1), 0.13, True),
    _country("USA", "America", (38, -97), 18, (2.5, 1.05, 1.1), WEST, (17, 13, 1.15), 0.075, True),
    _country("Korea", "Asia", (36.5, 127.5), 12, (1.1, 1.02, 1), TAIWAN_AND_KOREA, (11, 9, 1.15), 0.12, True),
    _country("China", "China", (31, 115), 12, (0.9, 1.02, 0.95), EAST_ASIA, (13, 10, 2.5), 0.09, True),
    _country("Japan", "Asia", (36, 138), 8, (1.3, 1.02, 1.05), EAST_ASIA, (13, 10, 1.15), 0.15, True),
    _country("Singapore", "Asia", (1.35, 103.8), 3, (1.2, 1.02, 1.02), EAST_ASIA, (12, 10, 1.15), 0.17, True),
    _country("Germany", "Europe", (51, 10), 5, (2, 1.04, 1.15), WEST, (17, 13, 1.15), 0.17),
    _country("Ireland", "Europe", (53.3, -7), 2, (2, 1.04, 1.12), WEST, (16, 12, 1.5), 0.17),
    _country("India", "South", (21, 77), 5, (1.1, 1.05, 0.95), ENTRANT, (18, 14, 2), 0.09),
    _country("UAE", "Gulf", (24.3, 54.4), 2, (1.5, 1.05, 1.1), ENTRANT, (21, 17, 2), 0.08),
    _country("Israel", "Europe", (31.6, 34.8), 1, (1.6, 1.04, 1.05), WEST, (16, 12, 1.5), 0.12),
    _country("KSA", "Gulf", (24.7, 46.7), 1, (1.5, 1.05, 1.12), ENTRANT, (22, 18, 2), 0.06),
    _country("Malaysia", "Asia", (4.2, 102), 3, (1.2, 1.03, 0.95), EAST_ASIA, (14, 11, 1.5), 0.12),
    _country("France", "Europe", (45.5, 4), 2, (2, 1.04, 1.13), WEST, (17, 13, 1.5), 0.14),
    _country("Italy", "Europe", (45, 9), 2, (2, 1.04, 1.12), WEST, (18, 14, 1.5), 0.18),
    _country("Poland", "Europe", (51.5, 19.5), 2, (1.7, 1.05, 1.05), ENTRANT, (18, 14, 2), 0.15),
    _country("Canada", "America", (45.5, -74), 2, (2.3, 1.05, 1.08), WEST, (17, 13, 1.5), 0.07),
    _country("Mexico", "America", (22, -101), 1, (1.6, 1.06, 1), ENTRANT, (19, 15, 2), 0.1),
    _country("Vietnam", "South", (16, 107), 2, (1.2, 1.05, 0.95), ENTRANT, (18, 14, 2), 0.08),
    _country("Netherlands", "Europe", (51.5, 5.5), 1, (2.1, 1.03, 1.15), WEST, (17, 13, 1.5), 0.16),
    _country("Spain", "Europe", (40, -4), 1, (1.8, 1.05, 1.08), WEST, (18, 14, 2), 0.12),
    _country("Brazil", "South", (-22, -47), 1, (1.6, 1.08, 1.02), ENTRANT, (20, 16, 2), 0.1),
)

_MATURE = DefectLearning(start_per_cm2=0.11, mature_per_cm2=0.06)
_YOUNG = DefectLearning(start_per_cm2=0.18, mature_per_cm2=0.07)
_NONE = DefectLearning()


def _logic(name: str, phase: tuple[float, float, float], usd: float, since: int, learning: DefectLearning) -> Node:
    kwspm, capex, power = phase
    return Node(name, Kind.LOGIC, kwspm, capex, 0.22, 1.0, power, usd, 0.12, since, 0.95, 2, learning)


NODES = (
    _logic("N3", (30, 12.0, 270), 2280, -13, _YOUNG),
    Node("HBM", Kind.MEMORY, 30, 6.0, 0.22, 0.6, 120, 1220, 0.08, -11, 0.95, 2, _NONE),
    Node("CoWoS", Kind.PACKAGING, 10, 1.0, 0.22, 0.3, 15, 4260, 0.07, -19, 0.9, 0, _NONE),
    _logic("N2", (30, 16.8, 300), 3480, -4, _YOUNG),
    _logic("N5", (25, 8.0, 200), 1700, -26, _MATURE),
    _logic("A16", (25, 17.5, 275), 4590, 0, _YOUNG),
    _logic("N7", (25, 6.0, 150), 1520, -13, _MATURE),
    _logic("A14", (25, 20.0, 300), 5400, 8, _YOUNG),
    Node("HBM5", Kind.MEMORY, 30, 8.0, 0.22, 0.6, 140, 1600, 0.09, 8, 0.95, 2, _NONE),
    Node("Panel", Kind.PACKAGING, 10, 1.4, 0.22, 0.3, 18, 5200, 0.07, 6, 0.9, 0, _NONE),
)
COMMITTED_KWSPM = {
    "N3": (110, 170), "HBM": (440, 650), "CoWoS": (130, 230), "N2": (12, 70), "N5": (42, 40), "A16": (4, 18),
    "N7": (9, 15),
}  # fmt: skip
"""The whole world's capacity for AI at the start and two years later."""
SCANNERS_PER_KWSPM = {"N3": 0.41, "N2": 0.51, "N5": 0.28, "A16": 0.57, "A14": 0.62, "HBM": 0.1, "HBM5": 0.14}
WITHOUT_SCANNERS = "China"
"""The bloc that builds no node that needs scanners but memory."""

MARKETS = {
    "USA": ("America", 56), "China": ("China", 10), "EU": ("Europe", 8), "Gulf": ("Gulf", 6), "Japan": ("Asia", 4),
    "Korea": ("Asia", 2), "Taiwan": ("Asia", 1), "India": ("South", 4), "UK": ("Europe", 3), "Canada": ("America", 2),
    "South-East Asia": ("Asia", 3), "Latin America": ("South", 1),
}  # fmt: skip
"""Bloc and share of the world's demand, in per cent."""
