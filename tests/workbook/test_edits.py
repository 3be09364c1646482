"""Edits in the words of the workbook: parsed, checked like cells, made in memory and in a copy, with the same case."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import planner
from planner.workbook.assemble.case import assemble
from planner.workbook.assemble.tables import Tables
from planner.workbook.case_file import read_case_file
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.edits import AddedRow, Edit, EditError, cell_address
from planner.workbook.edit.parse import parse_edits
from planner.workbook.edit.write import write_edited

INPUTS = Path(planner.__file__).parent.parent / "inputs"
STARTER = INPUTS / "starter.xlsx"
WORLD = INPUTS / "world.xlsx"


@pytest.fixture(scope="module")
def world() -> Tables:
    tables = read_case_file(WORLD).tables
    assert tables is not None
    return tables


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("site_nodes[Phoenix AZ, N3].lead_periods += 1", ["site_nodes[Phoenix AZ, N3].lead_periods: 17 -> 18"]),
        ("SITE_NODES[phoenix az,n3].Lead time [periods] = 20", ["site_nodes[Phoenix AZ, N3].lead_periods: 17 -> 20"]),
        ("settings.objective = profit", ["settings.objective: least_cost -> profit"]),
        ("settings.periods=20", ["settings.periods: 40 -> 20"]),
        ("lanes[node=N5/N4,to_region=China].allowed = yes", ["lanes[to_region=China, node=N5/N4].allowed: no -> yes"]),
        ("budget[Hyper*].2027Q1 *= 2", ["budget[Hyperscaler consortium].2027Q1: 11.25 -> 22.5"]),
        ("nodes[N3].utilisation_pct =", ["nodes[N3].utilisation_pct: 95 -> 100"]),
        ("settings.discount_rate_pct += 0", []),
        ("sites[Phoenix AZ].region = taiwan", ["sites[Phoenix AZ].region: USA -> Taiwan"]),
        ("'sites'!$b$2 = usa", ["sites[Hsinchu].region: Taiwan -> USA"]),
        ("budget!B2 *= 2", ["budget[Hyperscaler consortium].2026Q4: 10 -> 20"]),
        ("settings!B4 = 20", ["settings.periods: 40 -> 20"]),
    ],
)
def test_a_text_names_cells(world: Tables, text: str, edits: list[str]) -> None:
    assert [str(edit) for edit in parse_edits([text], world)] == edits


def test_a_star_stands_for_every_row_and_every_period(world: Tables) -> None:
    edits = parse_edits(["budget[*].* *= 0.5"], world)
    before, after = assemble(world), sound_case(edited(world, edits))
    for name, fund in before.funds.items():
        assert after.funds[name].budget_usd_bn == tuple(value / 2 for value in fund.budget_usd_bn)


def test_edits_build_on_each_other(world: Tables) -> None:
    edits = parse_edits(["site_nodes[Phoenix AZ,N3].lead_periods += 1"] * 2, world)
    assert [(edit.old, edit.new) for edit in edits] == [(17, 18), (18, 19)]
    assert assemble(edited(world, edits)).pairs["Phoenix AZ", "N3"].lead_periods == 19


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("budgte[*].* *= 2", "there is no sheet 'budgte'. Did you mean 'budget'?"),
        ("sites[Phoenx AZ].floor_units = 3", "sites has no row 'Phoenx AZ'. Did you mean sites[Phoenix AZ]?"),
        ("sites[Phoenix AZ].flor_units = 3", "there is no column 'flor_units'. Did you mean 'floor_units'?"),
        ("site_nodes[Phoenix AZ].lead_periods *= 1.5", "'25.5' does not fit lead_periods, which holds a whole number"),
        ("settings.discount_rate_pct = 200", "is not a number [% a year] from 0 to 100"),
        ("settings.objective = cheapest", "does not fit objective"),
        ("budget[*].2027Q1 = -4", "'-4' is not a number of at least zero"),
        ("budget[*].2027Q1 = much", "'much' is not a number"),
        ("site_nodes[Phoenix AZ,N3].lead_periods =", "a value is missing"),
        ("sites[*].latitude += north", "+= needs a number"),
        ("more money", "is not an edit. Write SHEET[key,...].field OP value"),
        ("settings.periods = 50", "the horizon can only be shortened"),
        ("settings.period_months = 1", "settings.first_period"),
        ("sites[Phoenix AZ].region = Nowhere", "there is no region 'Nowhere'. There are "),
        ("site_nodes[Phoenix AZ,N3].ramp = leadng edge", "there is no ramp 'leadng edge'"),
        ("bugdet!B2 = 3", "there is no sheet with rows 'bugdet'. Did you mean 'budget'?"),
        ("budget!B99 = 3", "budget has no value of the case at B99"),
        ("funds[*].regions = USA; Tiawan", "there is no regions 'Tiawan'. Did you mean 'Taiwan'?"),
    ],
)
def test_a_text_that_is_wrong_is_explained(world: Tables, text: str, says: str) -> None:
    with pytest.raises(EditError) as raised:
        edited(world, parse_edits([text], world))
    assert says in str(raised.value)


def test_a_case_of_edited_rows_is_checked(world: Tables) -> None:
    edits = parse_edits(["ramps[*].share_pct = 0"], world)
    with pytest.raises(planner.CaseProblems):
        sound_case(edited(world, (*edits, AddedRow("locks", {"site": "Nowhere", "node": "N3", "max_phases": 0.0}))))


def test_a_shorter_horizon_cuts_every_series(world: Tables) -> None:
    case = assemble(edited(world, parse_edits(["settings.periods = 20"], world)))
    assert case.calendar.periods == 20
    assert all(len(fund.budget_usd_bn) == 20 for fund in case.funds.values())


@pytest.mark.parametrize(
    "edits",
    [
        ["settings.objective = coverage_first", "settings.max_changes = 3"],
        ["budget[*].* *= 0.5", "site_nodes[*,N3].lead_periods += 1"],
        ["sites[*].power_limit_mw = 150", "regions[*].max_phase_starts_per_year = 1"],
        [AddedRow("locks", {"site": "Kaohsiung", "node": "N3", "from_period": "2027Q3", "max_phases": 0.0})],
        [AddedRow("limits", {"limit": "few", "measure": "phases_started", "max": 5.0})],
    ],
    ids=str,
)
def test_a_copy_with_edits_reads_as_the_case_in_memory(tmp_path: Path, edits: list[str | Edit]) -> None:
    file = read_case_file(STARTER)
    assert file.tables is not None
    texts = [text for text in edits if isinstance(text, str)]
    made = (*parse_edits(texts, file.tables), *(edit for edit in edits if not isinstance(edit, str)))
    write_edited(STARTER, tmp_path / "copy.xlsx", file.tables, made)
    assert planner.read_case(tmp_path / "copy.xlsx") == assemble(edited(file.tables, made))


@pytest.mark.parametrize("mark", ["{} *", "2. {}", '"{}"'])
def test_edits_are_written_below_titles_with_marks(tmp_path: Path, mark: str) -> None:
    """On every sheet; the keys of settings do not stand beside their values."""
    source = tmp_path / "marked.xlsx"
    book = load_workbook(STARTER)
    settings = book["settings"]
    settings.insert_cols(2)
    settings.cell(1, 2, "remark")
    for sheet in book.worksheets:
        for cell in sheet[1]:
            if cell.value is not None:
                cell.value = mark.format(cell.value)
    book.save(source)
    tables = read_case_file(source).tables
    assert tables is not None
    assert "profit_of" not in {key.value for key in settings["A"]}
    lines = ["settings.profit_of = society", "settings.objective = profit", "budget[Founders].* *= 2"]
    edits = parse_edits(lines, tables)
    write_edited(source, tmp_path / "copy.xlsx", tables, edits)
    assert planner.read_case(tmp_path / "copy.xlsx") == assemble(edited(tables, edits))


def test_every_edit_has_the_address_of_its_cell(world: Tables) -> None:
    (edit,) = parse_edits(["budget[Hyperscaler consortium].2027Q1 += 1"], world)
    assert cell_address(world, edit) == "budget!C2"
    (edit,) = parse_edits(["settings.periods = 30"], world)
    assert cell_address(world, edit) == "settings!B4"
