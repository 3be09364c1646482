"""The page of a plan for a part of it: filters, the cause of a short year, and where figures lead."""

import csv
import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from planner.web.pages.page import share
from planner.web.store.records import CHARTS, FACTS, VIEW
from planner.web.view.choice import Choice, Chosen, choice_of, options
from planner.web.view.narrowed import tables, why
from planner.web.view.narrowed_charts import chart
from planner.web.view.narrowed_tiles import beyond, tiles
from planner.web.view.tables import longest_first
from tests.cli.commands import ROOT
from tests.web.asking import Site, site

CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"
FACTS_OF_TWO: dict[str, Any] = {
    "years": [2030, 2031],
    "sites": {"Dresden": "Europe", "Hsinchu": "Taiwan"},
    "nodes": ["N3", "CoWoS"],
    "products": {"GPU": ["CoWoS", "N3"], "Phone": ["N3"]},
    "markets": ["USA", "Gulf"],
    "funds": ["Chips Act", "Own"],
    "service": [
        ["GPU", "USA", 2030, 100.0, 90.0, 10.0, 0.0, ["2030Q4"]],
        ["GPU", "USA", 2031, 200.0, 120.0, 80.0, 0.0, ["2031Q1", "2031Q2"]],
        ["Phone", "Gulf", 2031, 50.0, 30.0, 20.0, 0.0, ["2031Q2"]],
    ],
    "phases": [
        {
            "site": "Dresden",
            "region": "Europe",
            "node": "N3",
            "numbers": "1–2",
            "phases": 2,
            "start": "2030Q1",
            "year": 2030,
            "tools": "4.0 EUV by 2031Q1",
            "lead_periods": 8,
            "first_output": "2032Q1",
            "full_output": "2032Q3",
            "capex_usd_bn": 12.0,
            "payers": ["Chips Act"],
        },
        {
            "site": "Hsinchu",
            "region": "Taiwan",
            "node": "CoWoS",
            "numbers": "1",
            "phases": 1,
            "start": "2031Q3",
            "year": 2031,
            "tools": "",
            "lead_periods": 4,
            "first_output": "2032Q3",
            "full_output": "2032Q4",
            "capex_usd_bn": 2.5,
            "payers": ["Own"],
        },
    ],
    "cash": [["Chips Act", 2030, 10.0, 8.0], ["Chips Act", 2031, 5.0, 4.0], ["Own", 2031, 9.0, 2.5]],
    "paid": [["Dresden", "Chips Act", 2030, 8.0], ["Dresden", "Chips Act", 2031, 4.0], ["Hsinchu", "Own", 2031, 2.5]],
    "binds": [
        {"sentence": "Dresden N3 is full", "where": "Dresden N3", "when": "2031Q1", "periods": 1, "years": [2031]},
        {"sentence": "Own: no money", "where": "Own", "when": "over the horizon", "periods": None, "years": []},
    ],
    "usage": [["N3", 2030, 5.0, 80.0], ["N3", 2031, 9.0, 100.0], ["CoWoS", 2031, 4.0, 60.0]],
}
_HEADS = ("Site", "Region", "Node", "Phases", "First start", "First output", "Full output", "Capex [bn USD]")


def _of(**names: str) -> Chosen:
    return Chosen(FACTS_OF_TWO, Choice(**names))


def _view() -> dict[str, Any]:
    def table(rows: list[Any], total: list[Any] | None = None, heads: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"columns": [{"title": title, "decimals": 1} for title in heads], "rows": rows, "total": total or []}

    built = [
        ["Dresden", "Europe", "N3", 2, "2030Q1", "2032Q1", "2032Q3", 12.0],
        ["Hsinchu", "Taiwan", "CoWoS", 1, "2031Q3", "2032Q3", "2032Q4", 2.5],
        ["Opening 1 site", "", "", None, "", "", "", 0.3],
    ]
    return {
        "tables": {
            "built": table(built, ["Total", "", "", 3, "", "", "", 14.8], _HEADS),
            "years": table([]),
            "service": table([]),
            "usage": table([["N3", "logic", 1, 8, 100, 80], ["CoWoS", "packaging", 2, 2, 60, 50]]),
            "funds": table(
                [["Chips Act", 15.0, 12.0, 3.0, 80, "lapses in each period"], ["Own", 9.0, 2.5, 6.5, 28, ""]]
            ),
            "draws": table([]),
            "binds": table([]),
            "cost": table([["capex", 11.0]]),
        }
    }


def test_what_is_nearly_covered_never_reads_as_covered() -> None:
    chosen = _of(year="2031")
    near = [["GPU", "USA", 2031, 2000.0, 1999.2, 0.8, 0.0, ["2031Q1"]]]
    chosen = replace(chosen, facts={**chosen.facts, "service": near})
    assert why(chosen)[:2] == [
        "99.96 % of 2,000 kunits demanded is covered, with 1 kunit missing.",
        "Most of it: 1 kunit of GPU in USA.",
    ]
    assert tiles({"tiles": []}, chosen)[0]["value"] == "99.96 %"
    assert [share(pct) for pct in (None, 60.0, 99.96, 99.99999, 100.0)] == ["–", "60.0", "99.96", "100.0", "100.0"]


def test_a_short_year_says_what_is_short_where_and_what_holds_it_back() -> None:
    # 2031: 200 + 50 demanded, 120 + 30 shipped: 60 %; 80 + 20 short.
    assert why(_of(year="2031")) == [
        "60.0 % of 250 kunits demanded is covered, with 100 kunits missing.",
        "Most of it: 80 kunits of GPU in USA; 20 kunits of Phone in Gulf.",
        "Dresden N3 is full: 2031Q1.",
        "Own: no money: over the horizon.",
        "1 phase starts in 2031, with 2.5 bn USD of capex.",
        "Capacity is used up at N3.",
    ]
    assert why(_of(market="Gulf", year="2030")) == ["Nothing is demanded of what is chosen."]


def test_a_choice_acts_on_every_table_that_can_be_split() -> None:
    of_region = tables(_view(), _of(region="Europe"))
    assert [row[0] for row in of_region["built"]["rows"]] == ["Dresden"]
    assert of_region["built"]["total"][3] == 2
    assert of_region["built"]["total"][7] == 12.0
    assert of_region["draws"]["rows"] == [["Dresden", "Chips Act", 12.0]]
    of_year = tables(_view(), _of(year="2031"))
    assert of_year["built"]["rows"] == [["Hsinchu", "Taiwan", "CoWoS", 1, "2031Q3", "2032Q3", "2032Q4", 2.5]]
    assert [row[:5] for row in of_year["years"]["rows"]] == [["2031", 250.0, 150.0, 100.0, 60.0]]
    assert of_year["years"]["rows"][0][5:] == [14.0, 6.5]
    assert [row[0] for row in of_year["phases"]["rows"]] == ["Hsinchu"]
    assert [row[:2] for row in of_year["funds"]["rows"]] == [["Chips Act", 5.0], ["Own", 9.0]]
    # A product is made at the nodes that it needs, and only they are shown.
    of_product = tables(_view(), _of(product="Phone"))
    assert [row[0] for row in of_product["usage"]["rows"]] == ["N3"]
    assert [row[:2] for row in of_product["service"]["rows"]] == [["Phone", "Gulf"]]
    assert of_product["cost"] == _view()["tables"]["cost"], "what cannot be split stays whole"


def test_a_choice_acts_on_figures_power_and_bans_and_says_what_it_does_not_act_on() -> None:
    lane = {"market": "", "node": "", "product": "", "years": [2031]}
    facts = {
        **FACTS_OF_TWO,
        "power": [
            ["Dresden", True, 2030, 5.0, 20.0, 30.0, []],
            ["Dresden", True, 2031, 20.0, 20.0, 100.0, ["2031Q4"]],
            ["Gulf", False, 2031, 7.0, 9.0, 80.0, []],
        ],
        "bans": [
            {"row": ["USA to Taiwan", "2030Q1 to 2030Q4", 1, 2.0, 50.0], "lanes": [
                lane | {"words": "USA to Taiwan", "regions": [["USA"], ["Taiwan"]], "years": [2030]},
                lane | {"words": "Europe to Gulf", "regions": [["Europe"], []], "market": "Gulf", "node": "N3"},
            ]},
        ],
    }  # fmt: skip

    def of(**names: str) -> Chosen:
        return Chosen(facts, Choice(**names))

    def rows(table: str, **names: str) -> list[list[Any]]:
        view = _view()
        view["tables"] |= {"power": {"rows": []}, "bans": {"rows": []}}
        found: list[list[Any]] = tables(view, of(**names))[table]["rows"]
        return found

    assert rows("power", year="2030") == [["Dresden", 5.0, 20.0, 30.0, "never"]]
    assert rows("power", site="Dresden") == [
        ["Dresden", 20.0, 20.0, 100.0, "1 period, 2031Q4"],
        *rows("power", site="Dresden")[1:],
    ]
    assert [row[0] for row in rows("power", market="USA")] == ["Dresden"]
    assert [row[0] for row in rows("bans", region="Europe")] == ["Europe to Gulf"]
    assert [row[0] for row in rows("bans", year="2030")] == ["USA to Taiwan"]
    assert rows("bans", year="2030", region="Europe") == []
    assert rows("bans", node="CoWoS", region="Europe") == []
    # Money belongs to sites and funds: none is shown for a product, and no budget for a site.
    assert rows("years", product="GPU")[0][5:] == [None, None]
    assert rows("years", site="Dresden")[0][5:] == [None, 8.0]
    assert [row[:4] for row in rows("funds", site="Hsinchu")] == [
        ["Chips Act", None, 0, None],
        ["Own", None, 2.5, None],
    ]
    whole = [{"label": "Gap to the best", "value": "0.5 %", "below": "optimal", "tone": ""}]
    shown = {tile["label"]: tile["value"] for tile in tiles({"tiles": whole}, of(year="2031"))}
    assert shown == {
        "Demand covered": "60.0 %", "Shortage": "100", "Capex": "2.5", "Budget": "14.0", "Phases": "1", "Sites": "1",
        "Gap to the best": "0.5 %",
    }  # fmt: skip
    assert tiles({"tiles": whole}, of()) == whole
    assert beyond(of(product="GPU"))[0] == "Money is not split by product, but by site, fund and year."
    assert beyond(of(region="Europe", site="Dresden"))[0].startswith(
        "Demand and coverage are not split by region or site"
    )
    assert beyond(of()) == []


def test_shells_are_no_phases_and_what_binds_longest_comes_first() -> None:
    shell = {**FACTS_OF_TWO["phases"][0], "node": "shell", "phases": 5, "capex_usd_bn": 9.0}
    with_shells = Chosen({**FACTS_OF_TWO, "phases": [shell, *FACTS_OF_TWO["phases"]]}, Choice(region="Europe"))
    found = tables(_view(), with_shells)
    assert [found[name]["total"][at] for name, at in (("built", 3), ("phases", 4))] == [2, 2]
    assert "2 phases start over the horizon, with 21.0 bn USD of capex." in why(with_shells)
    assert {tile["label"]: tile["value"] for tile in tiles({"tiles": []}, with_shells)}["Phases"] == "2"
    binding: list[list[Any]] = [["a", "2031", 3], ["b", "over the horizon", None], ["c", "2030", 9]]
    assert [row[0] for row in longest_first(binding)] == ["b", "c", "a"]


def test_a_chart_of_coverage_is_made_of_the_chosen_products_and_markets_year_by_year() -> None:
    def panel(name: str, domain: list[str]) -> dict[str, Any]:
        x = {"field": "period", "scale": {"domain": ["2030Q4", "2031Q1"]}, "axis": {}}
        color = {"scale": {"domain": domain, "range": [f"#{at}" for at in range(len(domain))]}}
        return {"data": {"name": name}, "encoding": {"x": x, "y": {"title": "a period"}, "color": color}}

    spec: dict[str, Any] = {
        "hconcat": [
            panel("By product", ["Shortage", "1 other product", "GPU"]),
            panel("By market", ["Shortage", "Gulf", "USA"]),
        ],
        "datasets": {"By product": [{"series": "GPU", "period": "2030Q4", "kunits": 1}], "By market": []},
    }
    narrowed = chart(spec, "coverage", _of(product="Phone"))
    assert narrowed["datasets"]["By product"] == [
        {"series": "1 other product", "order": 0, "period": "2031", "kunits": 30.0},
        {"series": "Shortage", "order": 1, "period": "2031", "kunits": 20.0},
    ]
    of_markets = narrowed["hconcat"][1]["encoding"]
    assert of_markets["color"]["scale"] == {"domain": ["Shortage", "Gulf"], "range": ["#0", "#1"]}
    assert of_markets["x"]["scale"]["domain"] == ["2030", "2031"]
    of_year = chart(spec, "coverage", _of(year="2030"))
    assert of_year["datasets"]["By product"] == spec["datasets"]["By product"]
    assert of_year["hconcat"][0]["encoding"]["x"]["scale"]["domain"] == ["2030Q4"]


def test_names_that_a_plan_does_not_have_choose_nothing_and_an_item_is_any_of_its_names() -> None:
    assert not choice_of({"region": "Atlantis", "year": "1999"}, FACTS_OF_TWO)
    assert choice_of({"item": "Gulf", "year": "2031"}, FACTS_OF_TWO) == Choice(market="Gulf", year="2031")
    assert Choice(region="Europe").address(year="2031") == "?region=Europe&year=2031"
    assert options(FACTS_OF_TWO)["region"] == ["Europe", "Taiwan"]


def test_charts_keep_the_rows_of_what_is_chosen() -> None:
    rows = [
        {"label": "Dresden · N3", "numbers": "1–2", "row": "0000Dresden · N3 (1–2)"},
        {"label": "Hsinchu · CoWoS", "numbers": "1", "row": "0001Hsinchu · CoWoS (1)"},
    ]
    spec = {"height": 200, "datasets": {"table": rows, "land": [{"x": 1}]}}
    narrowed = chart(spec, "gantt", _of(year="2031"))
    assert narrowed["datasets"] == {"table": rows[1:], "land": [{"x": 1}]}
    assert narrowed["height"] == 100
    assert spec["height"] == 200, "the stored chart stays whole"
    funds = {"datasets": {"table": [{"fund": "Own (lapses)"}, {"fund": "Chips Act"}]}}
    assert chart(funds, "cash", _of(fund="Own"))["datasets"]["table"] == [{"fund": "Own (lapses)"}]
    assert chart(funds, "cash", _of()) is funds


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str]:
    """An application with a run that is solved."""
    pages = site(tmp_path_factory.mktemp("pages") / "store")
    return pages, pages.solved(CASE)


def test_the_facts_of_a_real_plan_add_up_to_its_figures(solved: tuple[Site, str]) -> None:
    pages, run = solved
    facts, view = (json.loads(pages.store.file(run, name) or b"") for name in (FACTS, VIEW))
    whole = tables(view, Chosen(facts, Choice()))
    assert sum(row["phases"] for row in facts["phases"]) == view["figures"]["phases"]
    assert sum(row[5] for row in facts["service"]) == pytest.approx(view["figures"]["shortage_kunits"])
    assert sum(row[3] for row in facts["paid"]) == pytest.approx(sum(row[2] for row in view["tables"]["draws"]["rows"]))
    for whole_year in whole["years"]["rows"]:
        (row,) = tables(view, Chosen(facts, Choice(year=whole_year[0])))["years"]["rows"]
        assert row[1:4] == pytest.approx(whole_year[1:4])
        assert row[5:] == pytest.approx(whole_year[5:])


def test_no_choice_leaves_a_legend_without_names(solved: tuple[Site, str]) -> None:
    # Vega gives such a legend, and with it the whole chart, an infinite size.
    pages, run = solved
    charts, facts = (json.loads(pages.store.file(run, name) or b"") for name in (CHARTS, FACTS))
    singles = [{name: text} for name, texts in options(facts).items() for text in texts]
    empty = 0
    for one, other in combinations(singles, 2):
        narrowed = chart(charts["coverage"]["spec"], "coverage", Chosen(facts, Choice(**one | other)))
        empty += not any(narrowed["datasets"].values())
        assert all(panel["encoding"]["color"]["scale"]["domain"] for panel in narrowed["hconcat"]), (one, other)
    assert empty, "in this case something is demanded of every choice: the test sees nothing"


def test_figures_and_names_of_a_page_lead_on(solved: tuple[Site, str]) -> None:
    pages, run = solved
    page = pages.get(f"/runs/{run}/plan").text
    years = json.loads(pages.store.file(run, FACTS) or b"")["years"]
    assert f'href="?year={years[0]}#why"' in page
    assert re.search(r'href="\?site=[^"]+#why"', page)
    assert '<a class="tile' in page
    narrowed = pages.get(f"/runs/{run}/plan?year={years[0]}").text
    assert f"<strong>{years[0]}</strong>" in narrowed
    assert "demanded is covered" in narrowed
    assert f'data-chart="/runs/{run}/charts/gantt.json?year={years[0]}"' in narrowed
    lines = list(csv.reader(pages.get(f"/runs/{run}/tables/years.csv?year={years[0]}").text.splitlines()))
    assert [line[0] for line in lines[1:]] == [str(years[0])]


def test_a_plan_that_was_stored_without_its_facts_has_no_filters(solved: tuple[Site, str]) -> None:
    pages, run = solved
    with CASE.open("rb") as file:
        old = pages.store.add("old.xlsx", file, Site.asked())
    pages.store.put(old, {name: pages.store.file(run, name) or b"" for name in (VIEW, CHARTS)})
    page = pages.get(f"/runs/{old}/plan?year=2030")
    assert page.status == 200
    assert "Filters of the page" not in page.text
