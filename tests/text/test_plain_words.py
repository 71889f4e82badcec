"""Chinese of the net and of dialects is compared in the words that records use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.normalise import normalise
from provenance.text.plain_words import plain_words


def plain(text: str) -> str:
    return plain_words(normalise(text).text).text


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("V信转帐超3w要登记", "微信转账超3万要登记"),
        ("月入1.5W+的看过来", "月入1.5万+的看过来"),
        ("聽日唔使返學", "明天不使返学"),
        ("佢話冇事", "他话没有事"),
        ("俺家的猫木有了", "我家的猫没有了"),
        ("帝都的KFC关门了", "北京的肯德基关门了"),
    ],
)
def test_words_under_cover_and_of_dialects_get_their_common_spelling(text: str, common: str) -> None:
    assert plain(text) == common


@pytest.mark.parametrize(
    "text",
    [
        "每天听日语广播",
        "勤劳而家人团结",
        "一条片子",
        "The 60w bulb at KFC",
        "灯泡60watt",
        "听力考试",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert plain(text) == normalise(text).text


def test_a_word_is_found_where_it_stood_in_the_text() -> None:
    view = plain_words("他用v信转了3w块")
    assert view.text == "他用微信转了3万块"
    assert view.raw_span(2, 4).of("他用v信转了3w块") == "v信"
    assert view.raw_span(7, 8).of("他用v信转了3w块") == "w"


@given(st.text(alphabet="的v信w3啥咧 转帐kfc，冇唔听日语条片"))
def test_every_character_of_the_result_stands_for_some_of_the_text(text: str) -> None:
    view = plain_words(text)
    spans = [view.raw_span(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
