"""Quotations are found where they stand, whatever their script, and the fast search agrees with the exact one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import IndexCorrupt, IndexMismatch
from provenance.indexing.passages import PassageIndex
from provenance.indexing.passages_exact import ExactPassages

TEXTS = [
    "渡口的修复工作正在进行，我们会及时发布消息。\n学校不会停课，所有考试照常举行。",
    "一叶轻舟下石桥，青山两岸雨潇潇。\n渔翁醉卧不知晚，梦里犹闻打桨潮。",
    "The mills will open again in spring. We have no plans to raise the tax before the harvest.",
    "",
    "昨天，渡口的工人说，修复工作十分困难。",
]


def test_a_quotation_is_found_with_its_place() -> None:
    best = PassageIndex.build(TEXTS).search("学校不会停课，所有考试照常举行")[0]
    assert best.row == 0
    assert TEXTS[0][best.start : best.end] == "学校不会停课，所有考试照常举行"
    assert best.coverage == 1


@pytest.mark.parametrize(
    ("quotation", "row"),
    [
        ("漁翁醉臥不知晚，夢裏猶聞打槳潮", 1),
        ("渔翁醉卧不知早，梦里犹闻打桨声", 1),
        ("we have plans to raise the TAX before the harvest", 2),
        ("修復工作正在進行", 0),
    ],
)
def test_script_and_light_edits_do_not_hide_the_source(quotation: str, row: int) -> None:
    assert PassageIndex.build(TEXTS).search(quotation)[0].row == row


@pytest.mark.parametrize("quotation", ["", "？！", "好", "一只从未出现过的鲸鱼", "zebra crossing"])
def test_what_stands_nowhere_is_not_found(quotation: str) -> None:
    assert PassageIndex.build(TEXTS).search(quotation) == []


def test_an_index_without_texts_finds_nothing() -> None:
    index = PassageIndex.build([])
    assert len(index) == 0
    assert index.search("学校不会停课") == []


def test_the_span_of_the_quotation_says_what_was_found() -> None:
    quotation = "听说（学校不会停课），真的吗"
    best = PassageIndex.build(TEXTS).search(quotation)[0]
    assert quotation[best.query_start : best.query_end] == "学校不会停课"


words = st.sampled_from(["甲", "乙", "丙", "丁", "a", "b", "。", "\n"])
texts = st.lists(words, max_size=30).map("".join)


@given(st.lists(texts, max_size=6), texts)
def test_the_fast_search_equals_the_exact_one(records: list[str], quotation: str) -> None:
    fast = PassageIndex.build(records).search(quotation, 10)
    exact = ExactPassages.build(records).search(quotation, 10)
    assert fast == exact


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=5))
def test_many_quotations_asked_at_once_get_what_each_gets_alone(records: list[str], quotations: list[str]) -> None:
    index = PassageIndex.build(records)
    assert index.search_each(quotations, 3) == [index.search(quotation, 3) for quotation in quotations]


@given(st.lists(texts, max_size=6), texts, st.floats(0, 1))
def test_only_what_is_of_no_use_is_left_out(records: list[str], quotation: str, least: float) -> None:
    index = PassageIndex.build(records)
    (found,) = index.search_each([quotation], 10, lambda coverage, start, end: coverage >= least and end > start)
    assert found == [passage for passage in index.search(quotation, 10) if passage.coverage >= least]


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=20))
def test_spans_lie_in_the_texts(records: list[str], quotation: str) -> None:
    for passage in PassageIndex.build([*records, quotation]).search(quotation):
        assert 0 <= passage.start < passage.end <= len([*records, quotation][passage.row])
        assert 0 <= passage.query_start < passage.query_end <= len(quotation)


def test_a_saved_index_answers_as_before(tmp_path: Path) -> None:
    index = PassageIndex.build(TEXTS)
    index.save(tmp_path / "passages")
    loaded = PassageIndex.load(tmp_path / "passages")
    assert loaded.search("渔翁醉卧") == index.search("渔翁醉卧")
    assert len(loaded) == len(TEXTS)


def test_a_damaged_index_says_so(tmp_path: Path) -> None:
    PassageIndex.build(TEXTS).save(tmp_path)
    (tmp_path / "codes.npy").write_bytes(b"no array")
    with pytest.raises(IndexCorrupt, match="build it again"):
        PassageIndex.load(tmp_path)


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    PassageIndex.build(TEXTS).save(tmp_path)
    head = tmp_path / "passages.json"
    head.write_text(head.read_text(encoding="utf-8").replace('"format": 1', '"format": 0'), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="another version"):
        PassageIndex.load(tmp_path)


@given(data=st.data())
def test_an_index_that_grew_is_the_index_of_its_texts(data, tmp_path_factory) -> None:
    before = data.draw(st.lists(st.sampled_from(TEXTS), max_size=6))
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(before), max_size=len(before))), np.bool_)
    new = data.draw(st.lists(st.sampled_from(TEXTS), max_size=4))
    base, grown, fresh = (tmp_path_factory.mktemp(name) for name in ("base", "grown", "fresh"))
    PassageIndex.build(before).save(base)
    PassageIndex.load(base).grown(kept, new).save(grown)
    PassageIndex.build([text for text, stays in zip(before, kept, strict=True) if stays] + new).save(fresh)
    for path in fresh.iterdir():
        assert (grown / path.name).read_bytes() == path.read_bytes()
