"""How long a workbook with a demand sheet of 50,000 rows takes to read and check, and how much memory.

    python -m tests.benchmarks.read_demand [ROWS]

Each of three runs is a process of its own; the medians are printed. The sheet looks as Excel saves it: shared strings,
styled cells, 40 quarters, a source and a note in every row.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import SHARED_STRINGS

from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2026Q4", 40)
MARKETS = 100
RUNS = 3
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REMARKS = ("forecast of this case, confidence M", "smoothed")
_CHILD = """
import resource, sys, time
from pathlib import Path
from planner.workbook.reader import read_workbook
before = time.perf_counter(), time.process_time()
reading = read_workbook(Path(sys.argv[1]))
assert reading.case is not None and not reading.faults, reading.faults[:3]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - before[0], time.process_time() - before[1], peak)
"""


def write(path: Path, rows: int) -> None:
    """Write a case that is sound and small but for its demand."""
    products = [f"accelerator {number}" for number in range(-(-rows // MARKETS))]
    markets = [f"market {number}" for number in range(MARKETS)]
    book = Workbook()
    book.worksheets[0].title = "demand"
    for name, lines in _others(products, markets).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != _SHEET}
    strings = [*products, *markets, *("product", "market", *CALENDAR.labels(), "source", "note"), *_REMARKS]
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{items}</sst>'.encode()
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open(_SHEET, "w") as part:
            for piece in _demand(products, markets, rows, {text: at for at, text in enumerate(strings)}):
                part.write(piece.encode())


def _others(products: list[str], markets: list[str]) -> dict[str, list[Sequence[object]]]:
    return {
        "settings": [["key", "value"], ["case_name", "large"], ["first_period", "2026Q4"], ["periods", 40]],
        "regions": [["region"], ["here"]],
        "sites": [["site", "region"], ["A", "here"]],
        "nodes": [["node", "kind", "phase_kwspm", "phase_capex_usd_bn"], ["N3", "logic", 1, 1]],
        "site_nodes": [["site", "node", "lead_periods", "ramp", "spend"], ["A", "N3", 1, "flat", "once"]],
        "ramps": [["ramp", "age_periods", "share_pct"], ["flat", 0, 100]],
        "spends": [["spend", "offset_periods", "share_pct"], ["once", 0, 100]],
        "products": [["product", "shortage_penalty_usd"], *([product, 1e6] for product in products)],
        "materials": [
            ["product", "part", "node", "units", "good_units_per_wafer"],
            *([product, "die", "N3", 1, 1] for product in products),
        ],
        "markets": [["market"], *zip(markets, strict=True)],
        "funds": [["fund"], ["purse"]],
        "budget": [["fund", *CALENDAR.labels()], ["purse", *[10.0] * 40]],
    }


def _demand(products: list[str], markets: list[str], rows: int, shared: dict[str, int]) -> Iterator[str]:
    chance = random.Random(1)
    titles = ("product", "market", *CALENDAR.labels(), "source", "note")
    letters = [get_column_letter(at + 1) for at in range(len(titles))]
    yield f'<worksheet xmlns="{_MAIN}"><sheetData>'
    yield _row(1, letters, [f'" s="0" t="s"><v>{shared[title]}' for title in titles])
    remarks = [f'" s="0" t="s"><v>{shared[text]}' for text in _REMARKS]
    for number in range(rows):
        names = products[number // MARKETS], markets[number % MARKETS]
        cells = [f'" s="0" t="s"><v>{shared[name]}' for name in names]
        cells += [f'" s="0"><v>{round(chance.uniform(0.1, 90.0), 3)}' for _ in CALENDAR.horizon]
        yield _row(number + 2, letters, cells + remarks)
    yield "</sheetData></worksheet>"


def _row(number: int, letters: list[str], cells: list[str]) -> str:
    placed = "".join(f'<c r="{letter}{number}{cell}</v></c>' for letter, cell in zip(letters, cells, strict=True))
    return f'<row r="{number}" spans="1:{len(cells)}" ht="15">{placed}</row>'


def measure(rows: int) -> None:
    """Print the medians of the runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        runs = []
        for _ in range(RUNS):
            command = [sys.executable, "-c", _CHILD, str(path)]
            child = subprocess.run(command, capture_output=True, text=True, check=True)
            runs.append([float(word) for word in child.stdout.split()])
    seconds, processor, peak = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{seconds:.1f} s ({processor:.1f} s of processor time), peak {peak:.0f} MB")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
