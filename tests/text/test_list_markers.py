"""Numbers of the items of a list, which count nothing, and counts that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import quantities


def values(text: str) -> list[str]:
    return [found.value for found in quantities(shipped().fold(text))]


@pytest.mark.parametrize(
    "text",
    [
        "1.沙河粉；2.濑粉；3.肠粉",
        "１．沙河粉；２．濑粉",
        "今天必须带的东西：\n1、手电筒\n2、饮用水",
        "(1) Keep calm\n(2) Leave the building",
        "（1）带好证件。（2）关好煤气",
        "①关好煤气②带好证件",
        "1️⃣ Shut the gas off 2️⃣ Take your papers",
        "What to know: 1) the gas, 2) your papers and 3) the dog",
        "What to do: 1. Shut the gas off. 2. Take your papers.",
        "What to do:\n- 1. Shut the gas off\n- 2. Take your papers",
        "👉1.关好煤气 2.带好证件",
        "3. Bar",
        "十一、关好煤气\n十二、带好证件",
    ],
)
def test_the_numbers_of_a_list_count_nothing(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("3人死亡", ["3"]),
        ("12 killed in Lyon", ["12"]),
        ("1.5亿人受影响", ["150000000"]),
        ("3.8 magnitude earthquake", ["3.8"]),
        ("受灾严重。1.2万人撤离", ["12000"]),
        ("Dead: 12. Injured: 13.", ["12", "13"]),
        ("Dead: 1. Injured: 2.", ["1", "2"]),
        ("三、四十人受伤", ["40"]),
        ("The dead are Ann (41), Bob (42) and Eve (43)", ["41", "42", "43"]),
        ("He paid\n$5. She paid\n$6.", ["5", "6"]),
        ("They had 11. We had 12.", ["11", "12"]),
        ("1. 5人遇难\n2. 30 killed in Lyon", ["5", "30"]),
    ],
)
def test_what_counts_stays_a_count_beside_and_inside_a_list(text, counted):
    assert values(text) == counted


@given(st.lists(st.integers(10, 899), min_size=2, max_size=20), st.sampled_from(["{}. ", "{}、", "{}) ", "({}) "]))
def test_a_list_of_counts_gives_the_counts_alone(counts, marker):
    text = "\n".join(f"{marker.format(item)}救出{count}人" for item, count in enumerate(counts, 1))
    assert values(text) == [str(count) for count in counts]
    assert values(text.replace("\n", " ")) == [str(count) for count in counts]
