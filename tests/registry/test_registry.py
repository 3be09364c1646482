"""The registry: what search, extraction and reports read off it."""

import pytest

from planner.registry.families import AtZero
from planner.registry.keys import ClassPeriod, WholePlan
from planner.registry.letters import LETTERS, indexed
from planner.registry.rows import CHANGED_MAX, LIMITS, ONLINE_CAPACITY, ROWS, ROWS_FOR_BOUND, SITE_FLOOR
from planner.registry.variables import COUNTERS, DECISIONS, OPENINGS, PHASES, VARIABLES, WAFER_STARTS


def test_names_are_those_that_the_constants_have_in_lower_case() -> None:
    from planner.registry import rows, variables

    for module, families in ((variables, VARIABLES), (rows, ROWS)):
        assert all(getattr(module, name.upper()) is family for name, family in families.items())
    assert not VARIABLES.keys() & ROWS.keys()


def test_the_search_reads_the_roles_of_variables() -> None:
    assert PHASES == ("first", "more")
    assert OPENINGS == ("opened",)
    assert DECISIONS == ("first", "more", "shells", "opened", "converted", "retired")
    assert set(COUNTERS) == {"grown", "converted", "retired"}
    assert ROWS_FOR_BOUND == ("need_by_class", "credit_count")


def test_values_are_read_by_keys_with_named_fields() -> None:
    values = {"wafer_starts": {(0, "here", "N3", 1.0, 2): 7.5}, "more": {}}
    assert WAFER_STARTS.of(values) == {ClassPeriod(0, "here", "N3", 1.0, 2): 7.5}
    (key,) = WAFER_STARTS.of(values)
    assert (key.region, key.period) == ("here", 2)
    assert WAFER_STARTS.of({}) == {}


def test_an_index_is_a_key_however_many_fields_it_has() -> None:
    assert SITE_FLOOR.key_of("A").site == "A"
    assert CHANGED_MAX.key_of(None) == WholePlan()
    assert ONLINE_CAPACITY.key_of((0, "here", "N3", 1.0, 2)).node == "N3"


@pytest.mark.parametrize("name", LIMITS)
def test_every_rule_that_limits_has_a_sentence_about_a_place(name: str) -> None:
    assert "{where}" in LIMITS[name].sentence or not LIMITS[name].fields


def test_only_rules_that_can_bind_say_what_zero_means() -> None:
    assert {name for name, family in ROWS.items() if family.at_zero is not AtZero.SILENT} <= LIMITS.keys()


def test_an_index_is_written_with_the_letters_of_its_fields() -> None:
    assert indexed("wafer_starts", WAFER_STARTS.fields) == "wafer_starts[k,r,n,d,t]"
    assert indexed("changed_max", ()) == "changed_max[]"
    assert all(len(letter) == 1 or LETTERS[letter].field == letter for letter in LETTERS)
