"""Sites of the world case, the shells that stand or are announced, and power lines that arrive in steps."""

from inputs.industry.regions import REGIONS
from inputs.rows import Row, between, by_period, table
from inputs.world.horizon import CALENDAR

CHEONGJU, YONGIN, PYEONGTAEK, HIROSHIMA, BOISE = "Cheongju M15X", "Yongin", "Pyeongtaek", "Hiroshima", "Boise ID"
KAOHSIUNG = "Kaohsiung"
TAICHUNG, SHANGHAI = "Tainan/Taichung", "Shanghai/Shenzhen"

_ROOM = "room: modules of 25-30 kwspm that can start until 2035, assumption"
_OPEN = "opening cost: land, water, power lines and permits of a new campus, assumption"

SITES = table(
    "site region latitude longitude floor_units opening_cost_usd_bn power_limit_mw shell_cost_index"
    " power_price_usd_kwh source note",
    ("Hsinchu", "Taiwan", 24.78, 121.0, 6, "", "", "", "",
     f"{_ROOM}; land is tight; confidence M", "Fab 20; packaging at Longtan and Zhunan"),
    (TAICHUNG, "Taiwan", 23.1, 120.28, 10, "", "", "", "",
     f"{_ROOM}; TSMC: 4 new fabs from 2026, volume late 2028; confidence M",
     "Fab 18, Fab 25; Micron Taichung; packaging at Chiayi counts here"),
    (KAOHSIUNG, "Taiwan", 22.71, 120.31, 5, "", "", "", "",
     f"{_ROOM}; confidence M", "Fab 22 P1 to P5; packaging of ASE is counted at Tainan/Taichung"),
    ("Phoenix AZ", "USA", 33.77, -112.16, 6, "", "", "", "",
     f"{_ROOM}; TSMC: 165 bn, 6 fabs; confidence M-H", "Fab 21; Intel Ocotillo; Amkor Peoria"),
    ("Taylor TX", "USA", 30.57, -97.41, 4, "", "", 2.3, 0.06,
     f"{_ROOM}; Samsung: 37 bn; GlobalWafers on Texas power; confidence M", "Samsung SF2"),
    ("Ohio", "USA", 40.09, -82.75, 4, 0.5, "", "", 0.07,
     f"{_ROOM}; {_OPEN}; Intel: first output delayed to 2030/31; confidence M", "Campus begun, shell unfinished"),
    (BOISE, "USA", 43.53, -116.15, 4, "", "", "", 0.07,
     f"{_ROOM}; Micron: Idaho first, New York slipped to 2030; confidence H", "ID1 opens in mid-2027; Clay NY counts"
     " here"),
    ("Hillsboro OR", "USA", 45.54, -122.92, 2, "", "", "", 0.08,
     f"{_ROOM}; confidence L", "Intel D1X; packaging in New Mexico counts here"),
    ("Dresden", "Germany", 51.12, 13.73, 2, 1.0, "", "", "",
     f"{_ROOM}; {_OPEN}; EC Aug 2024 on ESMC; confidence L", "ESMC builds 16/12 nm; leading edge would be new"),
    ("Leixlip", "Ireland", 53.37, -6.52, 1, "", 400, "", "",
     f"{_ROOM}; power limit: grid moratorium around Dublin, assumption; confidence L", "Intel Fab 34"),
    ("Kumamoto", "Japan", 32.88, 130.84, 3, "", "", "", "",
     f"{_ROOM}; JASM Kumamoto-2 N3, Yomiuri Feb 2026; confidence M", "JASM"),
    (HIROSHIMA, "Japan", 34.42, 132.7, 2, "", "", "", "",
     f"{_ROOM}; Micron: 9.3 bn, summer 2028 (Bloomberg 4 Jul 2026); confidence M", "Micron"),
    ("Chitose", "Japan", 42.8, 141.65, 2, "", "", 1.4, "",
     f"{_ROOM}; Rapidus: start FY2027H2; confidence M", "Rapidus"),
    (PYEONGTAEK, "Korea", 37.02, 127.05, 8, "", "", "", "",
     f"{_ROOM}; Samsung P4 and P5 (Sedaily 23 Apr 2026); confidence M", "Samsung P1 to P5; Hwaseong counts here"),
    (CHEONGJU, "Korea", 36.64, 127.43, 1.2, "", "", "", "",
     "55-60 kwspm (press 2026); confidence M", "SK hynix M15X; Icheon and the older fabs of Cheongju count here"),
    (YONGIN, "Korea", 37.15, 127.2, 9.6, "", "", "", "",
     f"{_ROOM}: four fabs of six clean rooms in the end; Korea Herald 25 Feb 2026: 200 kwspm by 2030; confidence M",
     "SK hynix"),
    ("Singapore", "Singapore", 1.44, 103.8, 2, "", 800, "", "",
     f"{_ROOM}; power limit: small grid, assumption; Exyte: 23 months to build; confidence L", "Micron HBM packaging"),
    ("Dholera/Sanand", "India", 22.25, 72.19, 1, 0.5, "", "", "",
     f"{_ROOM}; {_OPEN}; ISM: 28 nm now; confidence L", "Tata and Micron: packaging; no owner of a leading node"),
    ("Abu Dhabi", "UAE", 24.43, 54.62, 2, 2.0, "", "", "",
     f"{_ROOM}; {_OPEN}; press on talks of over 100 bn, 2024; confidence L",
     "No fab yet; needs a licence, US oversight, desalinated water and a workforce"),
    ("Riyadh", "KSA", 24.71, 46.68, 1, 1.0, "", "", "",
     f"{_ROOM}; {_OPEN}; no project seen; confidence L", "Packaging: no owner of a node has spoken of a fab"),
    ("Kiryat Gat", "Israel", 31.61, 34.77, 1, 0.5, "", "", "",
     f"{_ROOM}; {_OPEN}; confidence L", "Intel Fab 38, shell paused"),
    (SHANGHAI, "China", 31.2, 121.6, 10, "", "", "", "",
     f"{_ROOM}; SemiAnalysis on SMIC: 45, 60, 80 kwspm in 2025, 2026, 2027; confidence M", "SMIC N+2/N+3; no EUV"),
)  # fmt: skip

_SHELL = "shell 0.107 bn/kwspm: Yongin, KRW 31 tn for six clean rooms of 200 kwspm together (Korea Herald 25 Feb 2026)"
SHELL_SPEND = "shell"

_FAB_22 = "Fab 22: five phases, P1 and P2 run, P3 to P5 built until 2027 (press 2025-26); shell: 22 % of a module of N2"

SHELLS = table(
    "site capex_usd_bn lead_periods spend floor_units max_shells ready ready_from source note",
    (KAOHSIUNG, 3.7, 6, SHELL_SPEND, 1.0, 2, 3, "2026Q4", f"{_FAB_22}; confidence M",
     "three modules of 25-30 kwspm of N2 or A16 are to be fitted out"),
    (PYEONGTAEK, 9.6, 7, SHELL_SPEND, 1.8, 3, 1, "2026Q4",
     f"P4: lines opening in Jul and Nov 2026 (Sedaily 23 Apr 2026); P5 in 2028 (KRW 80 tn with its tools); {_SHELL};"
     " confidence M",
     "the ready shell is what P4 has left beside committed lines, 90 kwspm: estimate; P5 is a new shell of the plan"),
    (CHEONGJU, 6.4, 7, SHELL_SPEND, 1.2, 0, 1, "2026Q4",
     f"M15X: 55-60 kwspm (press 2026); {_SHELL}; confidence M", "two modules fit; there is no room for another shell"),
    (YONGIN, 6.6, 6, SHELL_SPEND, 1.2, 7, 1, "2027Q1",
     f"first clean room Feb 2027, six by 2030; {_SHELL}; confidence M",
     "a shell here is two clean rooms, 60-66 kwspm; conflict: 200 kwspm by 2030 against 15 GW of power to come"),
    (BOISE, 14.0, 11, SHELL_SPEND, 1.2, 2, 1, "2027Q3",
     f"ID1 in mid-2027 (Micron calls 2026); 2.2 times the Korean shell (Exyte Feb 2025, US about twice); {_SHELL};"
     " confidence M", "ID2 and Clay NY are new shells"),
    (HIROSHIMA, 4.2, 7, SHELL_SPEND, 0.6, 2, 1, "2028Q3",
     f"9.3 bn with its tools, summer 2028 (Bloomberg 4 Jul 2026); 1.3 times the Korean shell; {_SHELL}; confidence M",
     "one module of 30 kwspm a shell"),
)  # fmt: skip

SITE_POWER_MW = {
    YONGIN: {2027.0: 250, 2028.0: 450, 2029.0: 650, 2030.0: 850, 2032.0: 1300, 2035.0: 2000},
    PYEONGTAEK: {2027.0: 500, 2028.0: 700, 2029.0: 900, 2031.0: 1300, 2034.0: 1800},
}
_POWER_SOURCE = {
    YONGIN: "about 15 GW are needed at the two Yongin clusters in the end; lines and gas plants arrive in steps: the"
    " part"
    " for these modules is an estimate; confidence L",
    PYEONGTAEK: "KEPCO's line works for P4 and P5 (press 2025); steps: estimate; confidence L",
}


def site_power() -> list[Row]:
    """Return the rows of the site_power sheet: what is connected at the start of each quarter."""
    return [
        {
            "site": site,
            "values": by_period(CALENDAR, lambda start, _, of=points: between(of, start), 0),  # type: ignore[misc]
            "source": _POWER_SOURCE[site],
        }
        for site, points in SITE_POWER_MW.items()
    ]


__all__ = ["REGIONS", "SHELLS", "SITES", "site_power"]
