"""The straight line: a sound workbook gives the case that it describes."""

from pathlib import Path

from planner.case.records import Region
from planner.workbook.reader import read_case, read_workbook
from tests.cases import tiny
from tests.workbook.books import save, sound


def test_a_sound_workbook_has_no_faults(tmp_path: Path) -> None:
    reading = read_workbook(save(tmp_path / "sound.xlsx", sound()))
    assert reading.faults == ()
    assert reading.case is not None


def test_the_sound_workbook_is_the_tiny_case(tmp_path: Path) -> None:
    sheets = sound()
    sheets["regions"] = [["region"], ["here"]]
    sheets["sites"] = [["site", "region"], ["A", "here"]]
    sheets["nodes"] = [["node", "kind", "phase_kwspm", "phase_capex_usd_bn"], ["N3", "logic", 1, 1]]
    sheets["site_nodes"] = [["site", "node", "lead_periods", "ramp", "spend"], ["A", "N3", 1, "flat", "once"]]
    case = read_case(save(tmp_path / "tiny.xlsx", sheets))
    assert case == tiny()
    assert case.regions["here"] == Region("here")
