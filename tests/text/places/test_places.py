"""Which places a text names, told by sentences."""

from __future__ import annotations

from pathlib import Path as File

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.places import PlaceMention, Relation, find_places, relation

SENTENCES = File(__file__).with_name("sentences.tsv")


def paths(text: str) -> list[str]:
    return [">".join(mention.path) for mention in find_places(text)]


def cases() -> list[tuple[str, list[str]]]:
    rows = [line.split("\t") for line in SENTENCES.read_text("utf8").splitlines() if line and not line.startswith("#")]
    return [(text, [] if wanted == "-" else wanted.split("; ")) for text, wanted in rows]


def test_our_sentences_are_read_exactly_and_compounds_are_left_alone():
    named = [(text, wanted) for text, wanted in cases() if wanted]
    wrong = [text for text, wanted in named if paths(text) != wanted]
    false = [text for text, wanted in cases() if not wanted and find_places(text)]
    assert len(cases()) >= 150
    assert len(wrong) <= 0.05 * len(named), wrong
    assert not false


@pytest.mark.parametrize(
    "spelling", ["武汉", "武汉市", "武漢", "湖北武汉", "湖北省武汉市", "Wuhan", "Wuhan, Hubei", "WUHAN", "wuhan"]
)
def test_wuhan_is_one_place_in_every_spelling(spelling):
    assert paths(f"{spelling} 2020") == ["中国>湖北省>武汉市"]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("巴黎", "Paris"),
        ("纽约", "New York"),
        ("東京", "Tokyo"),
        ("莫斯科", "Moscow"),
        ("加沙", "Gaza"),
        ("悉尼", "Sydney"),
        ("德黑兰", "Tehran"),
        ("芝加哥", "Chicago"),
        ("加州", "California"),
        ("乌克兰", "Ukraine"),
        ("喀布尔", "Kabul"),
        ("雅加达", "Jakarta"),
        ("香港", "Hong Kong"),
        ("西藏", "Tibet"),
    ],
)
def test_chinese_and_english_name_the_same_place(chinese, english):
    assert paths(chinese) == paths(english) != []


def test_an_ambiguous_district_keeps_all_its_candidates_under_their_common_ancestor():
    (mention,) = find_places("西湖区教育局通报")
    assert mention.ambiguous
    assert mention.path == ("中国",)
    assert set(mention.candidates) == {("中国", "浙江省", "杭州市", "西湖区"), ("中国", "江西省", "南昌市", "西湖区")}


def test_the_rest_of_the_post_decides_an_ambiguous_district():
    assert paths("杭州多地停课。西湖区教育局通报")[-1] == "中国>浙江省>杭州市>西湖区"
    assert paths("南昌多地停课。西湖区教育局通报")[-1] == "中国>江西省>南昌市>西湖区"


def test_a_county_is_found_under_its_former_name():
    assert paths("柳州地区忻城县") == ["中国>广西壮族自治区>来宾市>忻城县"]


def test_an_account_or_an_address_names_no_place():
    assert paths("@警民直通车-上海 https://example.org/wuhan mail@beijing.cn") == []


def test_the_span_is_of_the_text_as_received():
    text = "😀湖北省 武漢市大雨"
    (mention,) = find_places(text)
    assert mention.span.of(text) == "湖北省 武漢市"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("武汉", "湖北", Relation.CONTAINED),
        ("湖北", "Wuhan", Relation.CONTAINS),
        ("武漢", "Wuhan", Relation.SAME),
        ("武汉", "宜昌", Relation.DIFFERENT),
        ("北京", "东京", Relation.DIFFERENT),
    ],
)
def test_relation_of_two_places(first, second, expected):
    assert relation(find_places(first)[0], find_places(second)[0]) is expected


PATHS = st.lists(st.sampled_from("甲乙丙"), max_size=4).map(tuple)
OPPOSITE = {Relation.CONTAINS: Relation.CONTAINED, Relation.CONTAINED: Relation.CONTAINS}


@given(PATHS, PATHS)
def test_relation_turns_round_with_its_arguments(first, second):
    forward, back = relation(first, second), relation(second, first)
    assert back is OPPOSITE.get(forward, forward)
    assert (forward is Relation.SAME) == (first == second)


@given(
    st.lists(
        st.sampled_from(["武漢", "Paris", "朝阳", "，", " ", "警方", "@", "Ｗuhan", "é", "😀", "省", "in ", "南"]),
        max_size=12,
    )
)
def test_mentions_lie_in_the_text_in_order_without_overlap(parts):
    text = "".join(parts)
    last = 0
    for mention in find_places(text):
        assert last <= mention.span.start < mention.span.end <= len(text)
        last = mention.span.end


def test_a_mention_needs_a_candidate_under_its_path():
    span = find_places("武汉")[0].span
    with pytest.raises(ValueError):
        PlaceMention(span, ("中国",), ())
    with pytest.raises(ValueError):
        PlaceMention(span, ("法国",), (("中国",),))
