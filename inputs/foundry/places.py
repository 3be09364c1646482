"""Regions, sites and pairs: fabs that run, shells that stand open, and land."""

from dataclasses import dataclass

from inputs.industry.nodes import A16, COWOS, N2, N3
from inputs.industry.phasing import RAMPS, shares, spends
from inputs.industry.regions import REGIONS
from inputs.rows import Row, table

TAIWAN, JAPAN, USA = "Taiwan", "Japan", "USA"
_CREWS = {TAIWAN: 4, JAPAN: 1, USA: 2}
_CREWS_NOTE = "starts a year that this company can staff: assumption"


def regions() -> list[Row]:
    """Return the rows of the regions sheet: those of the world case, with the crews of this company."""
    known = {str(row["region"]): row for row in REGIONS}
    return [known[name] | {"max_phase_starts_per_year": crews, "note": _CREWS_NOTE} for name, crews in _CREWS.items()]


TAINAN, HSINCHU, CHIAYI, KAOHSIUNG, TAICHUNG, KUMAMOTO, PHOENIX, PHOENIX_SHELL = (
    "Tainan", "Hsinchu", "Chiayi", "Kaohsiung shell", "Taichung land", "Kumamoto", "Phoenix AZ", "Phoenix AZ shell",
)  # fmt: skip

_ROOM = "composite company, room: assumption; confidence L"

SITES = table(
    "site region latitude longitude floor_units opening_cost_usd_bn source note",
    (TAINAN, TAIWAN, 23.1, 120.28, 2, "", _ROOM, "runs N5, N3 and packaging; room for two more modules"),
    (HSINCHU, TAIWAN, 24.78, 121.0, 1, "", _ROOM, "runs N7 and N2; land is tight"),
    (CHIAYI, TAIWAN, 23.48, 120.28, 2, "", _ROOM, "packaging park"),
    (KAOHSIUNG, TAIWAN, 22.71, 120.31, 2, "", _ROOM, "shell is ready for tools: two modules of N2 or A16"),
    (TAICHUNG, TAIWAN, 24.21, 120.62, 4, 0.5, _ROOM, "land with permits; opening: power line and water, assumption"),
    (KUMAMOTO, JAPAN, 32.88, 130.84, 2, 0.3, _ROOM, "land beside a running fab; opening: utilities, assumption"),
    (PHOENIX, USA, 33.77, -112.16, 3, "", _ROOM, "runs N4; land for more"),
    (PHOENIX_SHELL, USA, 33.78, -112.15, 1, "", _ROOM, "shell is ready for tools: one module of N3 or N2"),
)  # fmt: skip

_BANDS = "lead: Exyte Feb 2025, CSET Oct 2021, McKinsey May 2024; an expansion needs no new permits; confidence M"
_LINES = "packaging lines: 7-9 quarters new, 4-6 in an existing plant (ASE K18B, Amkor, Chiayi AP7); confidence M"
_SHELL = (
    "open shell: tool move-in to volume 4 quarters in Taiwan, 5-6 in the US (McKinsey: install and ramp of a year or"
    " more; Arizona P2: mid-2026 to 2027H2), one quarter for orders; confidence M"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """How building goes at a site: lead times and spends, then phases by node."""

    site: str
    lead: int
    expansion_lead: int
    spend: str
    expansion_spend: str
    ramp: str
    phases: dict[str, int]
    capex_factor: float = 1.0
    defect_factor: float = 1.0
    source: str = _BANDS


_SHELL_STANDS = {TAIWAN: 0.82, USA: 0.64}
"""What is left of a module's capex where the building stands: equipment, and a fifth of the shell for fitting out."""

_PLACES = (
    _Place(TAINAN, 9, 9, "expansion 9 q", "expansion 9 q", "Taiwan and Korea", {N3: 2}),
    _Place(HSINCHU, 9, 9, "expansion 9 q", "expansion 9 q", "Taiwan and Korea", {N2: 1, A16: 1}),
    _Place(KAOHSIUNG, 5, 5, "open shell 5 q", "open shell 5 q", "Taiwan and Korea", {N2: 2, A16: 2},
           _SHELL_STANDS[TAIWAN], 1.0, _SHELL),
    _Place(TAICHUNG, 10, 9, "new site 10 q", "expansion 9 q", "Taiwan and Korea", {N2: 2, A16: 3}),
    _Place(KUMAMOTO, 13, 10, "new site 13 q", "expansion 10 q", "Japan, Singapore, China", {N3: 2}, 1.0, 1.1),
    _Place(PHOENIX, 17, 13, "new site 17 q", "expansion 13 q", "US and Europe", {A16: 2}, 1.0, 1.15),
    _Place(PHOENIX_SHELL, 7, 7, "open shell 7 q", "open shell 7 q", "US and Europe", {N3: 1, N2: 1},
           _SHELL_STANDS[USA], 1.15, _SHELL),
    _Place(TAINAN, 5, 5, "packaging expansion 5 q", "packaging expansion 5 q", "packaging", {COWOS: 2}, source=_LINES),
    _Place(CHIAYI, 5, 5, "packaging expansion 5 q", "packaging expansion 5 q", "packaging", {COWOS: 5}, source=_LINES),
    _Place(KUMAMOTO, 8, 5, "packaging 8 q", "packaging expansion 5 q", "packaging", {COWOS: 2}, source=_LINES),
    _Place(PHOENIX, 8, 5, "packaging 8 q", "packaging expansion 5 q", "packaging", {COWOS: 2}, source=_LINES),
)  # fmt: skip


def site_nodes() -> list[Row]:
    """Return the rows of the site_nodes sheet."""
    return [
        {
            "site": place.site,
            "node": node,
            "lead_periods": place.lead,
            "ramp": place.ramp,
            "spend": place.spend,
            "max_phases": phases,
            "capex_factor": place.capex_factor,
            "defect_factor": place.defect_factor,
            "expansion_lead_periods": place.expansion_lead,
            "expansion_spend": place.expansion_spend,
            "source": place.source,
        }
        for place in _PLACES
        for node, phases in place.phases.items()
    ]


def used_spends() -> list[Row]:
    """Return the rows of the spends sheet: the world case's profiles, and those of open shells."""
    source = "derived: tools ordered at once, a quarter's wait for them, install, 25 % after first output; confidence M"
    open_shells: list[Row] = [
        {"spend": f"open shell {lead} q", "offset_periods": quarter, "share_pct": share, "source": source}
        for lead in (5, 7)
        for quarter, share in enumerate(shares(1, lead - 1, True))
    ]
    used = {row[field] for row in site_nodes() for field in ("spend", "expansion_spend")}
    return [row for row in [*spends(), *open_shells] if row["spend"] in used]


def used_ramps() -> list[Row]:
    """Return the rows of the ramps sheet that some pair uses."""
    used = {row["ramp"] for row in site_nodes()}
    return [row for row in RAMPS if row["ramp"] in used]
