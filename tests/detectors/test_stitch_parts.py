"""Which part of a post belongs to which record, and where a record's event was. All texts are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.event import event_view
from provenance.alignment.event.terms import terms, tokens
from provenance.detectors.recorded import record_view
from provenance.detectors.stitch.candidates import claimed_places
from provenance.detectors.stitch.happened_at import passages_of
from provenance.detectors.stitch.segments import SEAM_BITS, divide, segments_of
from provenance.model.evidence import Evidence
from provenance.text.places import most_specific

bits = st.lists(st.floats(0, 12), min_size=2, max_size=10)


def worth(one, two, ours):
    """What a division explains, its seams counted off."""
    sides = [at in ours for at in range(len(one))]
    seams = sum(left != right for left, right in pairwise(sides))
    return sum(one[at] if mine else two[at] for at, mine in enumerate(sides)) - SEAM_BITS * seams


@given(st.data())
def test_every_clause_belongs_to_one_record_and_no_other_division_explains_more(data):
    one = data.draw(bits)
    two = data.draw(st.lists(st.floats(0, 12), min_size=len(one), max_size=len(one)))
    ours, theirs = divide(one, two)
    assert sorted([*ours, *theirs]) == list(range(len(one)))
    best = max(worth(one, two, {at for at in range(len(one)) if mask >> at & 1}) for mask in range(2 ** len(one)))
    assert worth(one, two, set(ours)) == pytest.approx(best)


def test_a_single_word_in_common_does_not_tear_a_part_in_two():
    assert divide([5.0, 0.0, 5.0], [0.0, 1.0, 0.0]) == ([0, 1, 2], [])


def record(title, text):
    return Evidence.from_dict(
        {"id": "r", "kind": "archive", "title": title, "text": text, "published_at": "2024-06-03T19:00:00+08:00"}
    )


def words(text):
    return frozenset(terms(tokens(text)))


FIRE = record(
    "山东淄博一化工厂发生火灾",
    "山东省淄博市一化工厂发生火灾，浓烟滚滚。厂方是一家来自湖北宜昌的公司，已被责令停产。",
)
SHOOTINGS = record(
    "美国多地发生枪击事件",
    "科罗拉多州奥罗拉市的一场聚会上发生枪击，4人死亡。佛罗里达州塔拉哈西市的街头有人持枪扫射，造成1人死亡、8人受伤。",
)


def test_a_place_named_in_passing_is_not_where_the_event_was():
    told = passages_of(FIRE, record_view(FIRE)).told_with(words("化工厂火灾，厂方已被责令停产"), frozenset())
    assert told == (("中国", "山东省", "淄博市"),)


def test_a_list_of_events_is_as_far_as_it_is_retold_where_its_sentence_is():
    told = passages_of(SHOOTINGS, record_view(SHOOTINGS)).told_with(words("街头持枪扫射"), frozenset({"8"}))
    assert [place[1] for place in told] == ["佛罗里达州"]


def test_without_a_headline_place_the_retold_sentence_decides():
    untitled = record("两起火灾", "湖北宜昌一仓库起火，无人受伤。山东淄博一化工厂起火，浓烟滚滚。")
    told = passages_of(untitled, record_view(untitled)).told_with(words("化工厂浓烟滚滚"), frozenset())
    assert told == (("中国", "山东省", "淄博市"),)


def test_a_place_that_holds_another_one_says_nothing_more():
    province = ("中国", "湖北省")
    assert most_specific([("中国",), province, province, ("日本",)]) == [province, ("日本",)]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("襄阳今天跟宜昌一样了，轮渡全停", ["襄阳市"]),
        ("襄阳和宜昌今天轮渡全停", ["襄阳市", "宜昌市"]),
        ("襄阳今天轮渡全停", ["襄阳市"]),
    ],
)
def test_a_place_in_a_comparison_is_not_claimed(text, claimed):
    assert [place[-1] for place in claimed_places(event_view(text, None))] == claimed


def test_the_names_of_places_are_no_words_of_a_clause():
    (clause,) = segments_of(event_view("襄阳批发市场起火", None))
    assert "批发" in clause.terms
    assert "襄阳" not in clause.terms
