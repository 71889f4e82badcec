"""Event identity, told by pairs of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.event import FLAT, Background, Slot, Verdict, compare_events, event_view
from provenance.alignment.event.slots import compare_numbers
from provenance.alignment.event.terms import shingles, terms, tokens
from provenance.model.interval import Interval
from provenance.text.quantities import quantities

STORE_FIRE = (
    "2019年5月4日，江苏省南通市一家五金仓库起火，过火面积约1300平方米，造成3人受伤，"
    "消防部门出动18辆消防车，约两小时后扑灭。"
)
QUAKE = (
    "A magnitude 6.3 earthquake struck near Yerenda on Tuesday, killing 41 people and flattening 320 homes, "
    "the Geological Service said."
)


def view(text, at="2019-05-05"):
    return event_view(text, Interval.parse(at))


def verdict(post, record, post_at="2019-05-05", record_at="2019-05-04"):
    return compare_events(view(post, post_at), view(record, record_at)).verdict


def test_a_copy_of_the_news_on_the_next_day_is_the_same_event():
    assert verdict(STORE_FIRE, STORE_FIRE) is Verdict.SAME


def test_a_copy_with_another_date_is_re_dated():
    later = STORE_FIRE.replace("2019年5月4日", "2023年8月9日")
    assert verdict(later, STORE_FIRE, post_at="2023-08-10") is Verdict.RE_DATED


def test_a_copy_posted_years_later_without_a_date_is_re_dated():
    bare = STORE_FIRE.removeprefix("2019年5月4日，")
    assert verdict(bare, STORE_FIRE, post_at="2022-01-10") is Verdict.RE_DATED


def test_a_copy_with_another_city_is_moved():
    assert verdict(STORE_FIRE.replace("江苏省南通市", "广东省中山市"), STORE_FIRE) is Verdict.MOVED


def test_a_copy_that_names_only_the_province_is_not_moved():
    assert verdict(STORE_FIRE.replace("江苏省南通市", "江苏"), STORE_FIRE) is Verdict.SAME


def test_traditional_characters_do_not_hide_the_event():
    post = (
        "2019年5月4日，江蘇省南通市一家五金倉庫起火，過火面積約1300平方米，造成3人受傷，"
        "消防部門出動18輛消防車，約兩小時後撲滅。"
    )
    assert verdict(post, STORE_FIRE) is Verdict.SAME


def test_another_fire_is_not_the_same_fire():
    other = "2019年4月30日，辽宁省锦州市一所民房发生火灾，1人死亡，起火原因是电线老化。"
    assert verdict(other, STORE_FIRE) in (Verdict.SIMILAR, Verdict.DIFFERENT)


def test_a_recipe_is_a_different_matter():
    assert verdict("把土豆切成丝，冷水泡十分钟，大火快炒，最后放醋。", STORE_FIRE) is Verdict.DIFFERENT


def test_numbers_with_their_units_count_as_agreement_and_as_conflict():
    same = compare_events(view("41 dead and 320 homes gone after the 6.3 quake"), view(QUAKE))
    other = compare_events(view("7 dead and 12 homes gone after the 5.1 quake"), view(QUAKE))
    assert same.slots[Slot.NUMBER].agree
    assert Slot.NUMBER in other.conflicts
    assert same.weight_bits > other.weight_bits


def test_the_contributions_add_up_to_the_weight():
    found = compare_events(view(STORE_FIRE), view(QUAKE))
    assert sum(found.contributions.values()) == pytest.approx(found.weight_bits)


def test_rare_words_tell_more_than_words_that_every_record_holds():
    background = Background.of([["火灾", "起火"], ["火灾"], ["火灾", "五金"]])
    assert background.bits("五金") > background.bits("火灾")
    assert FLAT.bits("五金") == FLAT.bits("火灾")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34人死亡", ("34", "死")),
        ("死27人", ("27", "死")),
        ("伤14个", ("14", "伤")),
        ("21人下落不明", ("21", "失踪")),
        ("killing 41 people", ("41", "死")),
        ("15名患者", ("15", "人")),
        ("七万多户断水", ("70000", "户")),
        ("7.2级地震", ("7.2", "级")),
        ("两人受伤", ("2", "伤")),
        ("42 dead", ("42", "死")),
        ("thirty-two people", ("32", "人")),
    ],
)
def test_a_number_is_read_with_its_unit(text, expected):
    (found,) = quantities(text)
    assert (found.value, found.unit) == expected


@pytest.mark.parametrize("text", ["2021年7月20日", "上午10点30分", "at 4:43 am", "july 4"])
def test_dates_and_clock_times_are_no_quantities(text):
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("post", "record", "agree", "conflict"),
    [
        ("二十多人死亡", "27人死亡", 1, 0),
        ("二十多人死亡", "31人死亡", 0, 1),
        ("20多万人受灾", "20.3万人受灾", 1, 0),
        ("20多万人受灾", "20人受灾", 0, 1),
        ("nearly 300 people killed", "280 people killed", 1, 0),
        ("dozens killed", "41 killed", 0, 0),  # any disaster has dozens
        ("dozens killed", "3 killed", 0, 1),
    ],
)
def test_a_rough_number_agrees_with_one_that_fits_and_conflicts_with_others(post, record, agree, conflict):
    for ours, theirs in ((post, record), (record, post)):
        found = compare_numbers(view(ours), view(theirs))
        assert (len(found.agree), len(found.conflict)) == (agree, conflict)


def test_a_rough_number_that_fits_tells_less_than_the_same_number():
    exact = compare_numbers(view("27人死亡"), view("27人死亡"))
    assert 0 < compare_numbers(view("二十多人死亡"), view("27人死亡")).degree < exact.degree


TEXTS = st.text(alphabet="武汉起火 fire at 12人，.", max_size=40)


@given(TEXTS, TEXTS)
def test_every_comparison_is_finite_and_a_text_is_at_least_as_near_to_itself(one, two):
    first, second = view(one), view(two)
    assert compare_events(first, first).features["cosine"] in (0.0, pytest.approx(1.0))
    assert abs(compare_events(first, second).weight_bits) < 200


@given(TEXTS)
def test_shingles_and_terms_of_a_part_are_those_of_the_whole(text):
    found = tokens(text)
    assert shingles(found[: len(found) // 2]) <= shingles(found)
    assert terms(found[: len(found) // 2]) <= terms(found)


def test_one_moment_in_two_zones_keeps_the_today_of_each():
    east, west = (Interval.parse(text) for text in ("2026-07-22T00:30:00+08:00", "2026-07-21T16:30:00Z"))
    assert east == west
    days = [event_view("今天河水上涨", base).times[0].start.date().isoformat() for base in (east, west)]
    assert days == ["2026-07-22", "2026-07-21"]
