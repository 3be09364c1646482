"""Sites of the world case."""

from inputs.rows import table

_ROOM = "room: modules of 25-30 kwspm that can start until 2035, assumption"
_OPEN = "opening cost: land, water, power lines and permits of a new campus, assumption"

SITES = table(
    "site region latitude longitude floor_units opening_cost_usd_bn power_limit_mw shell_cost_index"
    " power_price_usd_kwh source note",
    ("Hsinchu", "Taiwan", 24.78, 121.0, 6, "", "", "", "",
     f"{_ROOM}; land is tight; confidence M", "Fab 20"),
    ("Tainan/Taichung", "Taiwan", 23.1, 120.28, 8, "", "", "", "",
     f"{_ROOM}; TSMC: 4 new fabs from 2026, volume late 2028; confidence M",
     "Fab 18, Fab 25; Micron Taichung; packaging at Chiayi counts here"),
    ("Kaohsiung", "Taiwan", 22.71, 120.31, 5, "", "", "", "",
     f"{_ROOM}; confidence M", "Fab 22 P1 to P5; ASE"),
    ("Phoenix AZ", "USA", 33.77, -112.16, 6, "", "", "", "",
     f"{_ROOM}; TSMC: 165 bn, 6 fabs; confidence M-H", "Fab 21; Intel Ocotillo; Amkor Peoria"),
    ("Taylor/Sherman TX", "USA", 30.57, -97.41, 4, "", "", 2.3, 0.06,
     f"{_ROOM}; Samsung: 37 bn; GlobalWafers on Texas power; confidence M", "Samsung Taylor"),
    ("Ohio", "USA", 40.09, -82.75, 4, 0.5, "", "", 0.07,
     f"{_ROOM}; {_OPEN}; Intel: first output delayed to 2030/31; confidence M", "Campus begun, shell unfinished"),
    ("Clay NY / Boise ID", "USA", 43.53, -116.15, 4, "", "", "", 0.07,
     f"{_ROOM}; Micron: New York slipped to 2030, Idaho first; confidence H", "Micron"),
    ("Hillsboro OR", "USA", 45.54, -122.92, 2, "", "", "", 0.08,
     f"{_ROOM}; confidence L", "Intel D1X"),
    ("Dresden", "Germany", 51.12, 13.73, 2, 1.0, "", "", "",
     f"{_ROOM}; {_OPEN}; EC Aug 2024 on ESMC; confidence L", "ESMC builds 16/12 nm; leading edge would be new"),
    ("Leixlip", "Ireland", 53.37, -6.52, 1, "", 400, "", "",
     f"{_ROOM}; power limit: grid moratorium around Dublin, assumption; confidence L", "Intel Fab 34"),
    ("Kumamoto", "Japan", 32.88, 130.84, 3, "", "", "", "",
     f"{_ROOM}; JASM Kumamoto-2 N3, Yomiuri Feb 2026; confidence M",
     "JASM; Micron's Hiroshima HBM plans are counted here"),
    ("Chitose", "Japan", 42.8, 141.65, 2, "", "", 1.4, "",
     f"{_ROOM}; Rapidus: start FY2027H2; confidence M", "Rapidus"),
    ("Pyeongtaek/Yongin", "Korea", 37.02, 127.05, 10, "", "", "", "",
     f"{_ROOM}; confidence M-H", "Samsung P1 to P6; SK hynix Yongin, Icheon and Cheongju are counted here"),
    ("Singapore", "Singapore", 1.44, 103.8, 2, "", 800, "", "",
     f"{_ROOM}; power limit: small grid, assumption; Exyte: 23 months to build; confidence L", "Micron HBM packaging"),
    ("Dholera", "India", 22.25, 72.19, 2, 1.0, "", "", "",
     f"{_ROOM}; {_OPEN}; ISM: 28 nm now, 7 nm goal about 2030; confidence L", "Tata/PSMC"),
    ("Abu Dhabi", "UAE", 24.43, 54.62, 2, 2.0, "", "", "",
     f"{_ROOM}; {_OPEN}; press on talks of over 100 bn, 2024; confidence L",
     "No fab yet; needs US oversight, desalinated water and a workforce"),
    ("Saudi (NEOM/Riyadh)", "KSA", 24.71, 46.68, 1, 2.0, "", "", "",
     f"{_ROOM}; {_OPEN}; no project seen; confidence L", ""),
    ("Kiryat Gat", "Israel", 31.61, 34.77, 1, 0.5, "", "", "",
     f"{_ROOM}; {_OPEN}; confidence L", "Intel Fab 38, shell paused"),
    ("Shanghai/Shenzhen", "China", 31.2, 121.6, 10, "", "", "", "",
     f"{_ROOM}; SemiAnalysis on SMIC: 45, 60, 80 kwspm in 2025, 2026, 2027; confidence M", "SMIC N+2/N+3; no EUV"),
)  # fmt: skip
