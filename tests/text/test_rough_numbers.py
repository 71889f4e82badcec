"""Numbers that a text tells roughly, and which numbers fit them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import Quantity, quantities


def number(text: str) -> Quantity:
    (found,) = quantities(shipped().fold(text))
    return found


@pytest.mark.parametrize(
    ("text", "value", "least", "most"),
    [
        ("20多万人受灾", "200000", 200_000, 300_000),
        ("两百多名乘客", "200", 200, 300),
        ("20余人", "20", 20, 30),
        ("近20万人", "200000", 180_000, 200_000),
        ("二十几个人", "20", 20, 30),
        ("十来个人", "10", 10, 20),
        ("一百几十万人", "1000000", 1_000_000, 2_000_000),
        ("几十人", "", 20, 100),
        ("数百万人", "", 2_000_000, 10_000_000),
        ("300人左右", "300", 270, 330),
        ("more than 20 people", "20", 20, 30),
        ("some 20 people", "20", 18, 22),
        ("over 200,000 people", "200000", 200_000, 300_000),
        ("nearly 300 people", "300", 270, 300),
        ("20-odd people", "20", 20, 30),
        ("dozens killed", "", 24, 120),
        ("tens of thousands of people", "", 20_000, 100_000),
        ("más de 200.000 personas", "200000", 200_000, 300_000),
        ("plus de 20 000 personnes", "20000", 20_000, 30_000),
        ("rund 300 Tote", "300", 270, 330),
        ("более 20 человек", "20", 20, 30),
        ("20여 명", "20", 20, 30),
        ("約300人", "300", 270, 330),
    ],
)
def test_a_rough_number_says_from_where_to_where_it_may_reach(text, value, least, most):
    found = number(text)
    assert found.value == value
    assert found.reach == pytest.approx((least, most))
    assert found.rough


@pytest.mark.parametrize("text", ["27人", "最近20人", "附近20人", "公约20条", "at least 27 dead", "至少27人", "20万人"])
def test_what_only_looks_like_a_rough_number_is_told_exactly(text):
    assert not number(text).rough


@pytest.mark.parametrize("text", ["20多年前", "死亡人数十人分两批"])
def test_years_and_counts_of_people_are_no_rough_numbers(text):
    assert not any(found.rough for found in quantities(shipped().fold(text)))


@pytest.mark.parametrize(
    ("said", "counted", "fits"),
    [
        ("二十多名", "27名", True),
        ("二十多名", "31名", False),
        ("nearly 300 people", "280 people", True),
        ("nearly 300 people", "340 people", False),
        ("超过20万人", "203,000人", True),
        ("超过20万人", "30.5万人", False),
        ("dozens killed", "41 killed", True),
        ("dozens killed", "3 killed", False),
        ("27人", "27 people", True),
        ("27人", "28 people", False),
    ],
)
def test_a_number_fits_what_it_may_stand_for(said, counted, fits):
    assert number(said).fits(number(counted)) == fits
    assert number(counted).fits(number(said)) == fits


@given(st.integers(1, 10**9))
def test_a_number_fits_itself_however_roughly_it_is_told(count):
    exact = number(f"{count}人")
    for told in (f"超过{count}人", f"约{count}人", f"近{count}人", f"{count}多人"):
        assert exact.fits(number(told))
