"""Sentences end where a reader would say so."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.sentences import sentences


def split(text):
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他走了。他说：“我不来。”大家都笑了！", ["他走了。", "他说：“我不来。”", "大家都笑了！"]),
        ("涨了3.5亿。比去年多12.4%", ["涨了3.5亿。", "比去年多12.4%"]),
        ("真的吗？！快看……太可怕了", ["真的吗？！", "快看……太可怕了"]),
        ("（记者张三摄。）今天放晴", ["（记者张三摄。）", "今天放晴"]),
        ("第一行\n第二行\r\n\r\n第三行", ["第一行", "第二行", "第三行"]),
        ("他说完了.大家散了", ["他说完了.", "大家散了"]),
        ("「不是真的。」他回答。", ["「不是真的。」", "他回答。"]),
        ("1. 先洗手。\n2. 再戴口罩。", ["1. 先洗手。", "2. 再戴口罩。"]),
    ],
)
def test_a_chinese_text_falls_into_its_sentences(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith paid $3.50. He left.", ["Mr. Smith paid $3.50.", "He left."]),
        ("The U.S. Senate met at 5 p.m. It voted.", ["The U.S. Senate met at 5 p.m.", "It voted."]),
        ("“Why?” he asked. “No idea.” She left.", ["“Why?” he asked.", "“No idea.”", "She left."]),
        ("See example.org/a?b=1 for v2.0. Thanks", ["See example.org/a?b=1 for v2.0.", "Thanks"]),
        (
            "J. K. Rowling wrote it. Acme Inc. The firm closed.",
            ["J. K. Rowling wrote it.", "Acme Inc.", "The firm closed."],
        ),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("1. Wash your hands.", ["1. Wash your hands."]),
        ("He said no. It is in no. 5 of the list.", ["He said no.", "It is in no. 5 of the list."]),
        ("So do I. You know.", ["So do I.", "You know."]),
    ],
)
def test_an_english_text_keeps_its_abbreviations_and_numbers_whole(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("¿Es verdad? No lo creo.", 2),
        ("यह सच नहीं है। सावधान रहें।", 2),
        ("هل هذا صحيح؟ لا أظن.", 2),
        ("Das ist falsch, z.B. hier. Ende.", 2),
        ("本当ですか？違います。", 2),
    ],
)
def test_sentences_of_other_languages_are_told_apart(text, count):
    assert len(split(text)) == count


@given(
    st.text(
        st.one_of(st.sampled_from([*'。！？.!?…”’")）a我1 \nM']), st.characters(exclude_categories=("Cs",))),
        max_size=60,
    )
)
def test_sentences_are_in_order_and_nothing_but_space_is_lost(text):
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
