from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from provenance.text.clauses import clauses
from provenance.text.facts import fact_terms


def test_a_place_and_a_count_are_spelt_alike_in_both_languages():
    chinese = set(fact_terms("美国俄亥俄州一列货车脱轨，造成3人死亡，附近1900人撤离"))
    english = set(fact_terms("Freight train derailed in Ohio, 3 dead, 1,900 people told to leave"))
    assert {"place:美国/俄亥俄州", "count:3死", "number:1900"} <= chinese & english


def test_a_place_comes_with_everything_that_holds_it():
    assert {"place:智利", "place:中国", "place:中国/浙江省", "place:中国/浙江省/宁波市"} <= set(
        fact_terms("智利的车厘子运到浙江宁波")
    )


def test_one_of_something_is_no_fact():
    assert not [term for term in fact_terms("a man and 1 dog") if term.startswith("number:")]


@given(st.text(max_size=80))
def test_terms_have_no_white_space_and_none_twice(text):
    found = fact_terms(text)
    assert all(term.split() == [term] for term in found)
    assert len(set(found)) == len(found)


def test_points_inside_numbers_do_not_part_clauses():
    text = "震级7.2，首都震感强烈；楼塌了。At 4:43 it began, and 3,500 left."
    assert [span.of(text) for span in clauses(text)] == [
        "震级7.2",
        "首都震感强烈",
        "At 4:43 it began",
        "and 3,500 left",
    ]


@given(st.text(max_size=120))
def test_clauses_stand_in_order_and_apart(text):
    spans = clauses(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
