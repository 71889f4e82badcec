"""Quotations, whom they are ascribed to, and one person under many names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.span import TextSpan
from provenance.text.attribution import attribution_of, names_in
from provenance.text.line_readings import is_accepted_reading
from provenance.text.people import same_person, same_work
from provenance.text.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("他说“今天停航”。", ["今天停航"]),
        ("「今天停航」，『明天开航』", ["今天停航", "明天开航"]),
        ('she said "no boats today" and "none tomorrow"', ["no boats today", "none tomorrow"]),
        ("it's Tom's boat, isn't it", []),
        ("发言人表示，渡轮明天恢复通航，请市民合理安排。", ["渡轮明天恢复通航，请市民合理安排"]),
        ("林岚：渡轮明天恢复通航，请大家留意。", ["渡轮明天恢复通航，请大家留意"]),
        ("#渡轮明天恢复通航吗# 等等看", ["渡轮明天恢复通航吗"]),
        ("通报称：“渡轮明天恢复”。", ["渡轮明天恢复"]),
        ("the mayor told reporters that the ferry would run again on Monday.", ["the ferry would run again on Monday"]),
        ('原文:"第一句.第二句"', ["第一句.第二句"]),
    ],
)
def test_quotations_are_found(text: str, quoted: list[str]) -> None:
    assert [quotation.span.of(text) for quotation in find_quotations(text)] == quoted


@given(
    st.lists(st.sampled_from(["李白", "白居易", "居易", "李白居", "林", "岚", "a", "b岚"]), max_size=8).map("".join),
    st.sets(st.sampled_from(["李白居", "林岚", "岚林岚", "岚，", "易林", "a岚", "岚a岚", "林岚林岚林岚林"])),
)
def test_at_each_place_the_longest_name_is_found(text: str, names: set[str]) -> None:
    known, found, at = {"李白", "白居易", *names}, [], 0
    while at < len(text):
        size = next((size for size in range(6, 1, -1) if text[at : at + size] in known), 0)
        if size and not text[at].isascii():
            found.append((at, min(len(text), at + size), text[at : at + size]))
        at += size if size and not text[at].isascii() else 1
    assert list(names_in(text, names)) == found


@given(st.text(alphabet="“”「」\"' abc说表示发言人，。\n", max_size=60))
def test_quotations_lie_in_the_text_in_order(text: str) -> None:
    spans = [quotation.span for quotation in find_quotations(text)]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("杜甫《望岳》“会当凌绝顶”", "杜甫", "望岳"),
        ("“会当凌绝顶”——杜甫", "杜甫", None),
        ("老杜说得好：“会当凌绝顶”", "老杜", None),
        ('As Mark Twain wrote, "get your facts first"', "Mark Twain", None),
        ('"get your facts first" (Mark Twain)', "Mark Twain", None),
        ('"get your facts first," said Mark Twain.', "Mark Twain", None),
        ('"get your facts first," Mark Twain once wrote, and so on', "Mark Twain", None),
        ("Tout est là : “il faut vérifier”, disait Anne-Claire, ma voisine", "Anne-Claire", None),
        ('"get your facts first" Mark Twain', "Mark Twain", None),
        ("“先天下之忧而忧” 范仲淹 #读书", "范仲淹", None),
        ('"get your facts first" Mark Twain never came back', None, None),
        ('"get your facts first" Great Day', None, None),
        ('"get your facts first," and Mark Twain never came back', None, None),
        ("昨天见了杜甫。今天爬山“会当凌绝顶”", None, None),
        ("“会当凌绝顶”，好诗", None, None),
    ],
)
def test_the_author_beside_a_quotation_is_read(text: str, name: str | None, title: str | None) -> None:
    start = min(at for mark in ("“", '"') if (at := text.find(mark)) >= 0) + 1
    end = max(text.rfind("”"), text.rfind('"'))
    found = attribution_of(text, TextSpan(start, end))
    assert (found.name if found else None, found.title if found else None) == (name, title)
    if found:
        assert found.name_span.of(text) == found.name


@pytest.mark.parametrize(
    ("left", "right"),
    [("苏东坡", "苏轼"), ("杜甫", "老杜"), ("LBJ", "Lyndon B. Johnson"), ("王維", "王维"), ("Nixon", "Richard Nixon")],
)
def test_names_of_one_person_meet(left: str, right: str) -> None:
    assert same_person(left, right)


@pytest.mark.parametrize(("left", "right"), [("李白", "杜甫"), ("佚名", "无名氏"), ("John Smith", "Jane Smith")])
def test_names_of_two_persons_do_not(left: str, right: str) -> None:
    assert not same_person(left, right)


@pytest.mark.parametrize(
    ("named", "title", "same"),
    [
        ("江城子", "江神子・江城子", True),
        ("蝶恋花", "凤栖梧", True),
        ("天净沙·秋思", "越调・天净沙秋思", True),
        ("水调歌头", "定风波", False),
        ("赤壁", "泊秦淮", False),
    ],
)
def test_titles_are_compared_by_tune_and_words(named: str, title: str, same: bool) -> None:
    assert same_work(named, title) is same


def test_a_reading_of_some_edition_is_accepted() -> None:
    assert is_accepted_reading("床前明月光")
    assert is_accepted_reading("雕欄玉砌應猶在")
    assert not is_accepted_reading("床前白月光")
