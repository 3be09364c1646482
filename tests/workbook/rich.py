"""A small workbook in which every sheet is filled and every field has something to act on, and a change of each.

Three regions, four sites, four nodes, two products and classes, two markets, two scenarios, six quarters and one
more beyond the horizon. Nothing is meant to be sensible, everything is meant to count.

Tables stand on their side: a line is a column of the sheet, and what follows `=>` is the change that a test makes in
it: `2:5` writes 5 into the second row, `1<>2` exchanges the cells of two rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.calendar import Calendar
from tests.workbook.books import Sheets

LABELS = Calendar.starting("2027Q1", 7).labels()

_SETTINGS = """
    case_name                            rich          => 1:other
    first_period                         2027Q1        => 1:2027Q2
    periods                              6             => 1:5
    period_months                        3             => 1:1
    discount_rate_pct                    8             => 1:9
    price_year                           2026          => 1:2027
    objective                            profit        => 1:least_cost
    end_value                            straight_line => 1:none
    equipment_life_years                 5             => 1:6
    shell_life_years                     15            => 1:16
    change_price_usd_bn_per_phase        0.05          => 1:0.06
    max_changes                          9             => 1:8
    deployment_overhead_pct              40            => 1:50
    cvar_weight                          0.25          => 1:0.5
    cvar_tail_pct                        20            => 1:60
    max_shortage_cost_usd_bn             5000          => 1:0
    profit_of                            -             => 1:society
    decide_until                         2028Q3        => 1:2028Q4
"""

_TABLES = {
    "regions": """
        region                           here   there  far    => 1<>2
        bloc                             west   east   east   => 2:west
        shell_cost_index                 1.1    0.9    0.8    => 1:1.2
        equipment_cost_index             1.0    1.2    0.9    => 2:1.3
        operating_cost_index             0.9    1.3    0.7    => 3:0.8
        max_phase_starts_per_year        4      3      2      => 1:3
        power_price_usd_kwh              0.06   0.08   0.05   => 2:0.09
    """,
    "sites": """
        site                             A      B      C      D    => 1<>2
        region                           here   there  far    far  => 2:far
        latitude                         24.8   33.4   -      -    => 1:25
        longitude                        121    -112   -      -    => 1:120
        floor_units                      5      4      3      -    => 1:4
        opening_cost_usd_bn              0.4    0.3    0.2    0.5  => 4:0.7
        available_from                   2027Q1 -      2027Q2 -    => 3:2027Q3
        power_limit_mw                   200    150    250    -    => 1:190
        power_price_usd_kwh              0.07   -      -      -    => 1:0.08
        shell_cost_index                 -      1.5    -      -    => 2:1.4
    """,
    "site_power": """
        site                             A      C      => 2:B
        2027Q1                           100    60
        2027Q2                           100    60
        2027Q3                           150    60
        2027Q4                           150    60     => 1:160
        2028Q1                           150    90
        2028Q2                           200    90
        2028Q3                           200    90
    """,
    "shells": """
        site                             C      D      => 2:B
        capex_usd_bn                     0.2    0.3    => 1:0.25
        lead_periods                     1      1      => 2:0
        spend                            once   half   => 1:half
        floor_units                      4      2      => 1:2
        max_shells                       2      1      => 1:1
        ready                            1      -      => 1:2
        ready_from                       2027Q3 -      => 1:2027Q2
    """,
    "nodes": """
        node                             N3     N5      HBM    CoWoS     => 1<>2
        kind                             logic  logic   memory packaging => 3:packaging
        phase_kwspm                      0.5    0.4     0.8    0.3       => 1:0.6
        phase_capex_usd_bn               0.9    0.6     0.5    0.3       => 2:0.7
        shell_share_pct                  30     25      20     10        => 1:40
        floor_units_per_phase            1      1       2      1         => 3:1
        power_mw_per_phase               50     40      30     10        => 1:60
        wafer_cost_usd                   9000   6000    4000   2000      => 1:8000
        fixed_cost_usd_bn_per_phase_year 0.04   0.03    0.02   0.01      => 2:0.02
        capex_trend_pct                  2      -       -      -3        => 1:3
        crew_units_per_phase             1      -       2      0.5       => 1:2
        idle_power_pct                   -      60      -      -         => 1:40
        wafer_price_usd                  16000  11000   9000   -         => 1:17000
        wafer_price_trend_pct            -3     -       -      -         => 1:-4
        available_from                   2026Q4 2025Q1  -      -         => 2:2025Q2
        utilisation_pct                  95     90      85     80        => 1:96
        cycle_periods                    1      0       1      0         => 3:0
        yield_model                      -      poisson -      -         => 1:murphy
        defects_start_per_cm2            0.4    0.3     -      -         => 1:0.5
        defects_mature_per_cm2           0.1    0.1     -      -         => 2:0.05
        learning_periods                 3      4       -      -         => 1:4
        cluster_alpha                    2.5    -       -      -         => 1:3
    """,
    "site_nodes": """
        site                             A      A      B      B      C     D    => 4:C
        node                             N3     CoWoS  N5     CoWoS  HBM   N3   => 4:HBM
        lead_periods                     2      1      2      1      1     2    => 1:3
        ramp                             slow   flat   slow   flat   slow  flat => 1:flat
        spend                            half   once   half   once   late  once => 1:once
        max_phases                       3      -      2      2      2     1    => 1:2
        capex_factor                     1.1    1      0.9    1      1     1    => 3:1.0
        defect_factor                    1.2    -      -      -      -     -    => 1:1.1
        expansion_capex_factor           0.8    -      -      -      -     -    => 1:0.9
        expansion_lead_periods           1      -      1      -      -     -    => 1:2
        expansion_spend                  once   -      -      half   -     -    => 3:once
        owner                            fab    fab    fab    fab    maker foundry => 1:foundry
    """,
    "owners": """
        owner                            fab              maker foundry => 1<>3
        nodes                            N3;N5;CoWoS;HBM  HBM   -       => 3:N3
        max_phase_starts_per_year        4                2     3       => 1:3
    """,
    "ramps": """
        ramp                             slow   slow   flat   => 1<>3
        age_periods                      0      1      0      => 2:2
        share_pct                        50     100    90     => 1:60
    """,
    "spends": """
        spend                            once   half   half   late  => 1<>4
        offset_periods                   0      0      1      1     => 3:2
        share_pct                        100    40     60     100   => 2<>3
    """,
    "capacity": """
        site                             A      C      B      => 2:B
        node                             CoWoS  HBM    N5     => 3:N3
        uses_tools                       yes    no     yes    => 3:no
        fixed_cost_usd_bn_per_year       0.2    -      0.1    => 1:0.3
        retire_from                      -      -      2027Q4 => 3:2028Q1
        2027Q1                           0.4    0.5    0.3    => 1:0.5
        2027Q2                           0.4    0.6    0.3
        2027Q3                           0.5    0.7    0.5
        2027Q4                           0.5    0.8    0.4
        2028Q1                           0.6    0.9    0.2
        2028Q2                           0.6    1.0    0.2
        2028Q3                           0.6    1.0    0.2
    """,
    "under_way": """
        site                             B      A      => 2:B
        node                             N5     CoWoS  => 2:N3
        phases                           1      1      => 2:2
        first_output                     2027Q2 2026Q3 => 1:2027Q3
        2027Q1                           0.2    0      => 1:0.3
        2027Q2                           0      0
        2027Q3                           0      0
        2027Q4                           0      0
        2028Q1                           0.1    0.1
        2028Q2                           0      0
        2028Q3                           0      0
    """,
    "conversions": """
        site                             B      => 1:A
        from_node                        N5     => 1:CoWoS
        to_node                          N3     => 1:CoWoS
        lump_kwspm                       0.1    => 1:0.2
        capex_usd_bn_per_lump            0.1    => 1:0.2
        downtime_periods                 1      => 1:2
        output_ratio_pct                 80     => 1:90
        max_lumps                        2      => 1:1
        earliest                         2027Q2 => 1:2027Q3
    """,
    "products": """
        product                          big    small  => 1<>2
        price_usd                        30000  5000   => 1:31000
        shortage_penalty_usd             50000  6000   => 2:7000
        assembly_yield_pct               95     98     => 1:96
        stock_cost_usd_per_period        -      50     => 1:100
        power_kw                         2      0.5    => 1:3
        package_price_usd                900    -      => 1:1000
        other_cost_usd                   4000   500    => 1:5000
    """,
    "materials": """
        product                          big    big    big    big     small  small big      => 4:small
        part                             die    die    stack  package die    stack lid      => 2:second_die
        node                             N3     N5     HBM    CoWoS   N5     HBM   -        => 5:N3
        units                            1      2      8      1       1      1     1        => 3:6
        good_units_per_wafer             -      -      400    20      -      400   -        => 4:21
        die_area_mm2                     700    400    -      -       200    -     -        => 2:410
        harvest_pct                      30     -      -      -       -      -     -        => 1:20
        stock_cost_usd_per_unit_period   -      -      2      -       -      -     1        => 3:3
    """,
    "purchases": """
        part                             lid    lid    stack  => 1:stack
        region                           here   there  there  => 3:here
        price_usd                        5      6      400    => 1:7
        take_or_pay_pct                  80     -      -      => 1:90
        2027Q1                           20     20     10     => 1:30
        2027Q2                           20     20     10
        2027Q3                           20     20     10
        2027Q4                           20     20     10
        2028Q1                           20     20     10
        2028Q2                           20     20     10
        2028Q3                           20     20     10
    """,
    "classes": """
        class                            compute edge    => 1<>2
        product                          small   small   => 1:big
        units_per_package                6       1       => 1:5
        price_factor_pct                 -       90      => 2:80
    """,
    "markets": """
        market                           home   abroad => 1<>2
        bloc                             west   east   => 2:west
    """,
    "deployment": """
        market                           home   => 1:abroad
        2027Q1                           30
        2027Q2                           60
        2027Q3                           90
        2027Q4                           120    => 1:110
        2028Q1                           150
        2028Q2                           180
        2028Q3                           180
    """,
    "demand": """
        product                          big    small  big    big   small  compute edge => 3:small
        market                           home   home   abroad home  home   abroad  home => 2:abroad
        scenario                         -      -      -      slow  -      -             -    => 4:base
        tier                             -      -      -      -     gold   gold          -    => 6:-
        price_usd                        -      -      -      -     6000   -             -    => 5:7000
        shortage_penalty_usd             -      -      -      -     -      7000          -    => 6:8000
        backlog_pct                      -      -      -      -     -      50            -    => 6:60
        2027Q1                           5      40     4      5     4      0             3
        2027Q2                           7      50     5      6     5      10            3
        2027Q3                           9      60     6      7     6      10            3
        2027Q4                           12     70     8      8     7      10            3
        2028Q1                           15     80     10     9     8      10            3
        2028Q2                           20     90     13     10    9      10            3    => 1:21
        2028Q3                           20     90     13     10    9      10            3
    """,
    "lanes": """
        from_region                      far    far    here   there  -      => 1:there
        from_bloc                        -      -      -      -      east   => 5:west
        to_region                        here   there  -      -      -      => 2:here
        to_market                        -      -      abroad home   -      => 4:abroad
        to_bloc                          -      -      -      -      west   => 5:east
        node                             HBM    HBM    CoWoS  -      -      => 1:N3
        product                          -      big    -      big    small  => 4:-
        from_period                      2027Q1 -      -      2027Q2 -      => 1:2027Q3
        until_period                     2028Q1 -      2027Q3 -      -      => 3:2027Q4
        allowed                          yes    yes    no     yes    yes    => 3:yes
        cost_usd_per_unit                20     30     -      5      3      => 1:25
        tariff_pct                       -      -      -      10     -      => 4:15
        max_kunits                       90     -      -      8      -      => 4:9
    """,
    "funds": """
        fund                             state  bank   grantor    => 1<>2
        regions                          -      -      here;far   => 3:here
        blocs                            east   -      -          => 1:west
        nodes                            -      -      N3;HBM     => 3:N5
        kinds                            -      -      logic      => 3:-
        owners                           -      fab;maker;foundry - => 2:fab;maker
        carry_over                       yes    -      no         => 3:yes
        max_share_pct                    75     -      -          => 1:70
        cost_of_money_pct                -      5      -          => 2:6
        home_markets                     home   -      home;abroad => 1:abroad
        required_return_pct              -      9      -          => 2:10
    """,
    "budget": """
        fund                             state  bank   grantor => 1<>2
        2027Q1                           1.5    2.5    0.3     => 2:2.6
        2027Q2                           0      0      0.3
        2027Q3                           0      0      0.3
        2027Q4                           0      0      0.3
        2028Q1                           1.5    2.5    0.3
        2028Q2                           0      0      0.3
        2028Q3                           0      0      0.3
    """,
    "incentives": """
        incentive                        grant  credit    => 1:gift
        region                           there  -         => 1:here
        site                             -      C         => 2:B
        kind                             -      memory    => 2:packaging
        rate_pct                         25     15        => 1:20
        covers                           equipment all    => 1:shell
        start_from                       -      2027Q2    => 2:2027Q4
        start_until                      2027Q3 -         => 1:2027Q2
        cap_usd_bn                       -      0.2       => 2:0.1
    """,
    "tools": """
        tool                             scanner bonder   => 1<>2
        productivity_growth_pct          5       -        => 1:10
        2027Q1                           1      2
        2027Q2                           0.5    0         => 1:1
        2027Q3                           0.5    0
        2027Q4                           1      1
        2028Q1                           0      0
        2028Q2                           0      0
        2028Q3                           0      0
    """,
    "tool_use": """
        tool                             scanner scanner bonder => 2:bonder
        node                             N3     N5     CoWoS    => 2:HBM
        tools_per_kwspm                  2      1      3        => 1:1.5
        periods_before_output            1      -      1        => 2:1
    """,
    "limits": """
        limit        spread       local        subsidy     grown         begun          served  mixed        =>1:other
        measure      output_share output_share capex_share online_phases phases_started service supply_share =>4<>5
        region       -            -            -           -             here           -       -            =>5:there
        bloc         west         -            east        -             -              -       west         =>3:west
        site         -            A            -           A             -              -       -            =>2:D
        node         -            N3           -           N3            -              -       -            =>4:CoWoS
        kind         -            -            logic       -             -              -       -            =>3:-
        product      big          -            -           -             -              -       -            =>1:-
        market       -            -            -           -             -              abroad  -            =>6:home
        market_bloc  -            -            -           -             -              -       west         =>7:east
        tier         -            -            -           -             -              gold    -            =>6:-
        owner        -            -            -           fab           -              -       -            =>3:maker
        min          -            5            -           -             0              2       -            =>5:1
        max          90           -            80          2             6              -       90           =>1:85
        from_period  -            2027Q4       2027Q2      -             2027Q1         -       -            =>2:2028Q1
        until_period -            -            2028Q1      2027Q4        2027Q4         -       2028Q1       =>4:2028Q1
    """,
    "locks": """
        site                             A      B      => 1:D
        node                             N3     N3     => 1:CoWoS
        from_node                        -      N5     => 2:-
        from_period                      2027Q2 -      => 1:2027Q1
        until_period                     2027Q4 2027Q3 => 2:2027Q4
        min_phases                       1      -      => 1:2
        max_phases                       2      1      => 2:2
    """,
    "last_plan": """
        site                             A      B      => 1:B
        node                             N3     N5     => 1:CoWoS
        period                           2027Q2 2027Q1 => 1:2027Q3
        phases                           1      1      => 1:2
    """,
    "scenarios": """
        scenario                         base   slow   => 1<>2
        probability_pct                  70     30     => 1<>2
        demand_factor_pct                110    90     => 1:100
        tool_factor_pct                  -      80     => 2:70
        delay_periods                    -      1      => 2:2
    """,
    "events": """
        scenario                         slow   slow   base   slow   slow   base  => 3:slow
        region                           there  -      -      -      -      -     => 1:far
        site                             -      A      -      -      -      -     => 2:B
        from_region                      -      -      there  far    -      -     => 4:here
        to_region                        -      -      -      here   -      -     => 4:there
        to_market                        -      -      home   -      -      -     => 3:abroad
        market                           -      -      -      -      home   -     => 5:abroad
        tool                             -      -      -      -      -      scanner => 6:bonder
        node                             N5     -      -      HBM    -      -     => 1:CoWoS
        product                          -      -      big    -      small  -     => 5:big
        from_period                      2027Q3 2027Q2 2027Q2 2027Q2 2027Q4 2027Q1 => 1:2027Q4
        until_period                     -      2027Q4 2027Q3 -      -      2027Q3 => 2:2028Q1
        factor_pct                       50     0      40     0      70     50    => 1:60
    """,
}


SETTING = "settings, "
"""What the key of a setting starts with in `CHANGES`, beside sheet.field and, for period columns, sheet.*"""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a column: a value written into a row, or the cells of two rows exchanged; rows count from 1."""

    sheet: str
    column: str
    row: int
    value: object = None
    other_row: int = 0

    def made_in(self, sheets: Sheets) -> Sheets:
        """Return the workbook with the change."""
        rows = [list(row) for row in sheets[self.sheet]]
        at = rows[0].index(self.column)
        if self.other_row:
            rows[self.row][at], rows[self.other_row][at] = rows[self.other_row][at], rows[self.row][at]
        else:
            rows[self.row][at] = self.value
        return {**sheets, self.sheet: rows}


def rich() -> Sheets:
    """The rows of the workbook, sheet by sheet."""
    sheets: Sheets = {"settings": [["key", "value"], *([name, *cells] for name, cells, _ in _lines(_SETTINGS))]}
    for sheet, table in _TABLES.items():
        columns = [[name, *cells] for name, cells, _ in _lines(table)]
        sheets[sheet] = [list(row) for row in zip(*columns, strict=True)]
    return sheets


def _lines(table: str) -> Iterator[tuple[str, list[object], str]]:
    for line in table.strip().splitlines():
        column, _, change = line.partition("=>")
        name, *words = column.split()
        yield name, list(map(_cell, words)), change.strip()


def _cell(word: str) -> object:
    if word == "-":
        return None
    try:
        return float(word)
    except ValueError:
        return word


def _changes() -> Iterator[tuple[str, Change]]:
    for number, (name, _, change) in enumerate(_lines(_SETTINGS), start=1):
        yield SETTING + name, Change("settings", "value", number, _cell(change.partition(":")[2]))
    for column in ("key", "value"):
        yield f"settings.{column}", Change("settings", column, 5, other_row=9)  # discount rate and equipment life
    for sheet, table in _TABLES.items():
        for name, _, change in _lines(table):
            key = f"{sheet}.{'*' if name in LABELS else name}"
            if "<>" in change:
                one, _, other = change.partition("<>")
                yield key, Change(sheet, name, int(one), other_row=int(other))
            elif change:
                row, _, value = change.partition(":")
                yield key, Change(sheet, name, int(row), _cell(value))


CHANGES = dict(_changes())
"""The change of every setting, field and series of the schema."""
