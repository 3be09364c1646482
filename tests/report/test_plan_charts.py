"""The charts of a plan: what they hold, that they can be drawn, and the workbook with and without them."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from altair import TopLevelSpec
from altair.utils.schemapi import validate_jsonschema
from jsonschema import ValidationError  # type: ignore[import-untyped]
from openpyxl import load_workbook

from planner.case.records import Case, Committed, Conversion, Fund
from planner.charts import closing
from planner.charts.draw import png
from planner.charts.panels import panels_of
from planner.plan.records import Converted, Outcome, Plan, Retired, Status
from planner.report.excel.drawing import Drawing
from planner.report.excel.workbook import plan_file, plan_workbook, write_plan
from planner.report.figures.usage import given_up_kwspm, usages
from planner.report.plan_charts import charts, sites_over_time
from tests.cases import tiny
from tests.model.parts import site_a
from tests.report.plans import three_sites, three_sites_plan

PLACES = {"Phoenix": (33.8, -112.2), "Dresden": (51.1, 13.7), "Penang": (5.4, 100.3)}
NAMES = ["map", "gantt", "coverage", "capacity", "cash", "payers"]


def on_the_map() -> Case:
    """The three sites with their coordinates."""
    case = three_sites()
    sites = {
        name: replace(site, latitude=PLACES[name][0], longitude=PLACES[name][1]) for name, site in case.sites.items()
    }
    return replace(case, sites=sites)


def _chart(name: str, case: Case | None = None, plan: Plan | None = None) -> dict[str, Any]:
    found = {charted.name: charted.chart for charted in charts(case or on_the_map(), plan or three_sites_plan())}
    chart: dict[str, Any] = found[name]
    return chart


def test_a_plan_has_six_charts_each_described_in_words() -> None:
    found = charts(on_the_map(), three_sites_plan())
    assert [charted.name for charted in found] == NAMES
    assert all(charted.words.endswith(".") for charted in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_holds_its_rows_and_asks_for_nothing_from_outside(name: str) -> None:
    chart = _chart(name)
    assert all(rows for table, rows in chart["datasets"].items() if table != "idle")
    assert "url" not in str(chart).replace("$schema", "")


@pytest.mark.parametrize("name", [*NAMES, "sites", "closing", "gap"])
def test_every_chart_keeps_to_the_schema_of_vega_lite(name: str) -> None:
    over_time = sites_over_time(on_the_map(), three_sites_plan())
    others = {"sites": over_time and over_time.chart, "closing": closing.declare(), "gap": closing.gap()}
    chart = json.loads(json.dumps(others[name] if name in others else _chart(name)))
    validate_jsonschema(chart, TopLevelSpec._schema, rootschema=TopLevelSpec._rootschema)
    with pytest.raises(ValidationError):
        validate_jsonschema({**chart, "padding": "wide"}, TopLevelSpec._schema, rootschema=TopLevelSpec._rootschema)


def test_the_chart_of_the_gap_has_lines_at_one_per_cent_and_at_half_of_it() -> None:
    _, marks = closing.gap()["layer"]
    assert marks["data"] == {"values": [{"shown_pct": 1.0}, {"shown_pct": 0.5}]}


def test_the_map_shows_capex_by_site_the_largest_circle_first() -> None:
    built = _chart("map")["datasets"]["built"]
    # Dresden 2 x 22 + 0.5 for its opening, Phoenix 2 x 20 + 0.25 for a lump, Penang 2
    assert [(row["site"], row["capex_usd_bn"]) for row in built] == [
        ("Dresden", pytest.approx(44.5)),
        ("Phoenix", pytest.approx(40.25)),
        ("Penang", pytest.approx(2)),
    ]
    west_to_east = sorted(built, key=lambda row: row["x"])
    assert [row["site"] for row in west_to_east] == ["Phoenix", "Dresden", "Penang"]
    assert min(built, key=lambda row: row["y"])["site"] == "Dresden"  # the farthest north


def test_sites_without_coordinates_are_counted_in_words_and_without_any_there_is_no_map() -> None:
    case = on_the_map()
    case = replace(case, sites={**case.sites, "Penang": replace(case.sites["Penang"], latitude=None)})
    (told,) = [charted.words for charted in charts(case, three_sites_plan()) if charted.name == "map"]
    assert "1 site without coordinates not shown" in told
    assert "map" not in [charted.name for charted in charts(three_sites(), three_sites_plan())]


def test_the_gantt_runs_from_construction_to_full_output() -> None:
    rows = [row for row in _chart("gantt")["datasets"]["table"] if row["label"] == "Dresden · N3"]
    # the first phase: start 2027Q2, output five quarters later, full output one quarter after that
    assert [(row["stage"], row["from_year"], row["until_year"]) for row in rows if row["numbers"] == "1"] == [
        ("construction", 2027.25, 2028.5),
        ("ramp", 2028.5, 2028.75),
        ("full output", 2028.75, 2030.0),
    ]


def test_every_row_of_the_gantt_names_its_pair_and_phases() -> None:
    rows = _chart("gantt")["datasets"]["table"]
    assert all(row["row"][4:] == f"{row['label']} ({row['numbers']})" for row in rows)
    assert len({row["row"][4:] for row in rows}) == len({row["order"] for row in rows})


def test_the_gantt_writes_each_year_once_however_short_it_is() -> None:
    case, plan = on_the_map(), three_sites_plan()
    last = max(plan.starts, key=lambda start: start.period)
    axis = _chart("gantt", case, replace(plan, starts=(last,)))["encoding"]["x"]["axis"]
    assert axis["values"] == sorted(set(axis["values"]))
    assert all(year == int(year) for year in axis["values"])


def test_sites_over_time_stand_at_their_places_in_panels_with_frames() -> None:
    charted = sites_over_time(on_the_map(), three_sites_plan())
    assert charted is not None
    rows = charted.chart["datasets"]["sites"]
    panels = panels_of((row["latitude"], row["longitude"]) for row in rows)
    for row in rows:
        place = PLACES[row["site"]]
        assert row["x"] == pytest.approx(panels[place].across(place[1]))
        assert row["y"] == pytest.approx(panels[place].down(place[0]))
    # Every panel has a frame, and every name stands inside it.
    frames = charted.chart["datasets"]["frames"]
    assert len(frames) == len(set(panels.values()))
    for row in rows:
        if row["near"] == row["near"]:  # nothing is built at the others
            view = panels[PLACES[row["site"]]]
            assert view.left <= row["near"] <= view.left + view.width
            assert view.top <= row["middle"] <= view.top + view.height


def test_sites_over_time_open_where_construction_begins() -> None:
    case, plan = on_the_map(), three_sites_plan()
    charted = sites_over_time(case, plan)
    assert charted is not None
    first = min(start.period for start in plan.starts)
    assert charted.chart["params"] == [{"name": "at", "value": first}]
    idle = sites_over_time(case, replace(plan, starts=(), openings=(), converted=()))
    assert idle is None or idle.chart["params"] == [{"name": "at", "value": case.calendar.last}]


def test_large_circles_of_sites_over_time_lie_below_in_colours_that_do_not_mix() -> None:
    charted = sites_over_time(on_the_map(), three_sites_plan())
    assert charted is not None
    rows = charted.chart["datasets"]["sites"]
    phases = [row["online"] + row["building"] for row in rows]
    assert phases == sorted(phases, reverse=True)
    circles = [layer["mark"] for layer in charted.chart["layer"] if layer["mark"]["type"] == "circle"]
    assert [mark["opacity"] for mark in circles] == [1, 1, 1]


def test_what_is_converted_or_retired_stands_apart_from_what_is_new() -> None:
    case, plan = on_the_map(), replace(three_sites_plan(), converted=())
    assert given_up_kwspm(case, plan) == {}
    committed = Committed("Munich", "N3", (8.0,) * case.calendar.periods, retire_from=0)
    case = replace(
        case,
        committed=(committed,),
        conversions=(Conversion("Munich", "N3", "N2", 3.0),),
        nodes={**case.nodes, "N3": replace(case.nodes["N3"], utilisation=0.5)},
    )
    lumps = Converted("Munich", "N3", "N2", 1, 2)
    assert given_up_kwspm(case, replace(plan, converted=(lumps,))) == {"N3": 2 * 3.0 * 0.5}
    assert given_up_kwspm(case, replace(plan, retired=(Retired("Munich", "N3", 2),))) == {"N3": 8.0 * 0.5}


def test_what_is_converted_away_is_taken_from_the_committed_capacity() -> None:
    case, plan = on_the_map(), three_sites_plan()
    plan = replace(plan, capacity=tuple(replace(row, kwspm=row.kwspm / 2) for row in plan.capacity))
    assert min(usages(case, plan)[0].new_kwspm) < 0
    rows = {(row["node"], row["period"]): row for row in _chart("capacity", case, plan)["datasets"]["table"]}
    for usage in usages(case, plan):
        for t, usable in enumerate(usage.usable_kwspm):
            row = rows[usage.node, case.calendar.label(t)]
            assert row["new_kwspm"] >= 0
            assert row["committed_kwspm"] + row["new_kwspm"] == pytest.approx(usable)


def test_the_shortage_lies_on_top_of_what_is_shipped_and_together_they_are_the_demand() -> None:
    rows = _chart("coverage")["datasets"]["By market"]
    top = max(row["order"] for row in rows)
    assert {row["series"] for row in rows if row["order"] == top} == {"Shortage"}
    assert sum(row["kunits"] for row in rows if row["period"] == "2027Q1") == pytest.approx(40)


def test_a_fund_that_lapses_is_compared_period_by_period() -> None:
    rows = [row for row in _chart("cash")["datasets"]["table"] if row["fund"] == "Hyperscaler (lapses)"]
    assert {row["budget_usd_bn"] for row in rows} == {5.0}


def test_sixty_funds_leave_room_for_twelve_and_say_so() -> None:
    case = on_the_map()
    funds = {f"Fund {i}": Fund(f"Fund {i}", (1.0 + i,) * 12) for i in range(60)}
    plan = replace(three_sites_plan(), draws=())
    found = {charted.name: charted for charted in charts(replace(case, funds=funds), plan)}
    assert len({row["fund"] for row in found["cash"].chart["datasets"]["table"]}) == 12
    assert "48 smaller funds not shown" in found["cash"].words


def test_a_plan_that_builds_nothing_still_has_the_charts_that_show_something() -> None:
    plan = Plan(Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}))
    placed = site_a(tiny(periods=3), latitude=51.1, longitude=13.7)
    for case in (tiny(periods=3), placed):
        assert [charted.name for charted in charts(case, plan)] == ["coverage", "cash"]
        assert all(png(charted.chart).startswith(b"\x89PNG") for charted in charts(case, plan))


def test_pictures_stand_on_a_page_each_with_words_and_a_link_to_their_numbers(tmp_path: Path, pictures: None) -> None:
    write_plan(tmp_path / "plan.xlsx", on_the_map(), three_sites_plan())
    book: Any = load_workbook(tmp_path / "plan.xlsx")
    sheet = book["pictures"]
    assert len(sheet.print_area.split(",")) == len(NAMES)
    links = [cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink]
    assert len(links) == len(NAMES)
    assert {location.partition("!")[0].strip("'") for location in links} <= set(book.sheetnames)
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        drawn = [parts.read(name) for name in parts.namelist() if name.startswith("xl/media/")]
        frames = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/drawings/drawing"))
    assert len(drawn) == len(NAMES)
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
    assert b'descr="Capex by site, bn USD before credits' in frames


def test_without_the_extra_the_workbook_has_every_other_sheet_and_its_native_charts() -> None:
    sheets: Any = plan_workbook(on_the_map(), three_sites_plan())[0]
    assert "pictures" not in sheets.sheetnames
    assert sum(len(sheet._charts) for sheet in sheets) == 2 + 2 + 2 + 2 + 1


def test_a_workbook_without_a_plan_has_no_pictures(pictures: None) -> None:
    plan = Plan(Outcome(Status.INFEASIBLE, 0.0, 0.0, 0.0, {}))
    assert "pictures" not in plan_workbook(on_the_map(), plan)[0].sheetnames


def test_charts_that_are_drawn_already_are_used_also_where_a_sheet_has_to_be_left_out(
    pictures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, plan = on_the_map(), three_sites_plan()
    steps: list[str] = []
    with Drawing() as drawn:
        drawn.start(case, plan)

        def fails(*_: object) -> None:
            raise KeyError("a bug")

        monkeypatch.setattr("planner.report.excel.workbook.audit.add", fails)
        monkeypatch.setattr("planner.report.plan_charts.charts", fails)
        file = plan_file(case, plan, ["clean"], drawn, steps.append)
    names = load_workbook(BytesIO(file.content)).sheetnames
    assert "pictures" in names
    assert "audit" not in names
    assert steps[-2:] == ["adding the charts", "packing the workbook"]
