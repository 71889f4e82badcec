"""Whatever a platform or a writer did to the spelling, spans still point into the text as received."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.model.span import TextSpan
from provenance.text.markup import NOISE, Markup, strip_markup
from provenance.text.normalise import _clusters, _nfkc, _unify, normalise, to_simplified
from provenance.text.offsets import NormalisedText

tricky = st.sampled_from(
    [
        *"ＡｂＣ１，！　 \t\n乾縣隆寧波發后後裡か゛ﾞﾊ가각ㄱｱ㎏①½ﷺ´¨@#[泪]:/",
        *"e\u0301\u0308\u200b\u200d\ufe0f\u00ad\u3164\u1160\u1161\u11a8\u1100",
    ]
)
texts = st.lists(st.one_of(tricky, st.characters(exclude_categories=("Cs",))), max_size=40).map("".join)


def test_width_space_and_script_variants_read_alike():
    assert normalise("ＡＢＣ１２３，你好　　世界\n").text == normalise("ABC123,你好 世界").text
    assert normalise("寧波發現軟體問題").text == "宁波发现软体问题"
    assert normalise("乾縣").text == normalise("乾县").text


def test_a_word_keeps_its_place_behind_invisible_characters():
    raw = "武\u200b漢\u2060封城"
    done = normalise(raw)
    assert done.text == "武汉封城"
    assert done.raw_span(0, 2).of(raw) == "武\u200b漢"
    assert done.norm_span(TextSpan(4, 6)) == (2, 4)


def test_several_letters_of_one_sign_all_point_at_it():
    done = normalise("重5㎏整")
    assert done.text == "重5kg整"
    assert done.raw_span(2, 3) == done.raw_span(3, 4) == done.raw_span(2, 4) == TextSpan(2, 3)
    assert done.norm_span(TextSpan(2, 3)) == (2, 4)


def test_composed_accents_cover_both_code_points():
    done = normalise("cafe\u0301 ok")
    assert done.text == "café ok"
    assert done.raw_span(3, 4) == TextSpan(3, 5)


def test_japanese_keeps_its_characters_and_chinese_with_one_kana_does_not():
    assert to_simplified("東京タワーに行きました") == "東京タワーに行きました"
    assert to_simplified("優の良品開幕慶祝活動現場發放優惠") == "优の良品开幕庆祝活动现场发放优惠"


def test_a_rare_character_of_a_name_is_simplified_beside_common_ones_and_alone():
    assert to_simplified("李𠗣先生") == "李㓆先生"
    assert to_simplified("張𠗣") == "张㓆"


def test_look_alike_letters_are_replaced_only_on_request_and_only_among_latin_ones():
    assert normalise("Сhina", homoglyphs=True).text == "China"
    assert normalise("Сhina").text == "Сhina"
    assert normalise("Москва", homoglyphs=True).text == "Москва"


def test_taking_links_out_first_still_points_into_the_text_as_received():
    raw = "看這裡 http://t.cn/Abc １２３人😂受傷"
    done = normalise(raw, without={Markup.URL, Markup.EMOJI})
    assert done.text == "看这里 123人受伤"
    start = done.text.index("123人受")
    assert done.raw_span(start, start + 6).of(raw) == "１２３人😂受傷"[:-1] + "傷"


def test_a_span_outside_the_text_is_refused():
    done = normalise("你好")
    with pytest.raises(ValueError, match="no span"):
        done.raw_span(1, 5)
    with pytest.raises(ValueError, match="reaches past"):
        done.norm_span(TextSpan(0, 9))


@given(texts)
@example("\u1100\u1160\u1161")
@example(" \u0308a")
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(texts)
def test_what_is_left_is_unified_and_holds_no_loose_space(text):
    done = normalise(text).text
    assert unicodedata.is_normalized("NFKC", done)
    assert done == done.strip(" ")
    assert "  " not in done


@given(texts, st.sampled_from([frozenset(), NOISE]), st.booleans())
def test_every_character_maps_into_the_text_in_order(text, without, homoglyphs):
    done = normalise(text, without=without, homoglyphs=homoglyphs)
    spans = [done.raw_span(at, at + 1) for at in range(len(done.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    assert done.raw_span(len(done.text), len(done.text)).start == len(text)


@given(texts, st.data())
def test_a_span_there_and_back_covers_itself(text, data):
    done = normalise(text)
    start = data.draw(st.integers(0, len(done.text)))
    end = data.draw(st.integers(start, len(done.text)))
    back = done.norm_span(done.raw_span(start, end))
    assert back[0] <= start <= end <= back[1] or start == end


@given(st.lists(st.sampled_from([*"武汉加油abcXYZ09。", "\u200b", "\ufeff", "\u2060"])).map("".join))
def test_among_invisible_characters_each_visible_one_is_found_where_it_stands(text):
    done = normalise(text)
    assert [done.raw_span(at, at + 1).of(text) for at in range(len(done.text))] == list(done.text)


@given(texts)
def test_stripping_keeps_the_rest_character_for_character(text):
    done = strip_markup(text)
    for at, char in enumerate(done.text):
        span = done.raw_span(at, at + 1)
        assert char == " " or span.of(text) == char


def obvious(text: str) -> tuple[str, list[int]]:
    """Piece by piece: what is dropped, what composes, and runs of spaces."""
    out: list[tuple[str, int, int]] = []
    for start, end, cluster in _clusters(text):
        for char in _nfkc(cluster):
            if char == " " and (not out or out[-1][0] == " "):
                if out:
                    out[-1] = (" ", out[-1][1], end)
                continue
            out.append((char, start, end))
    if out and out[-1][0] == " ":
        out.pop()
    return "".join(char for char, _, _ in out), [*(start for _, start, _ in out), *(end for _, _, end in out)]


@given(texts)
def test_texts_are_unified_as_they_would_be_piece_by_piece(text):
    done = _unify(text)
    offsets = list(done.offsets) if done.offsets is not None else [*range(len(text)), *range(1, len(text) + 1)]
    assert (done.text, offsets) == obvious(text)


def test_each_character_of_a_replacement_leads_back_to_all_that_it_replaces():
    done = NormalisedText.replacing("加V信吧", [(1, 3, "微信号")])
    assert done.text == "加微信号吧"
    assert [done.raw_span(at, at + 1) for at in range(5)] == [
        TextSpan(0, 1), TextSpan(1, 3), TextSpan(1, 3), TextSpan(1, 3), TextSpan(3, 4),
    ]  # fmt: skip


def test_of_a_piece_that_reaches_into_the_one_before_only_the_rest_is_replaced():
    assert NormalisedText.replacing("abcdef", [(0, 3, "x"), (1, 3, "y"), (2, 5, "z")]).text == "xzf"
