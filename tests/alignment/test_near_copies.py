"""Copies are found through whatever people do to a text to hide or decorate it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from provenance.alignment.loose_copies import Rarity, is_loose_copy, parts
from provenance.alignment.near_copies import (
    CONTAINMENT,
    IN_ORDER,
    IN_ORDER_JACCARD,
    JACCARD,
    SHORTEST_SHINGLES,
    CopyIndex,
    copy_key,
    near_copies,
    shingles,
    similarity,
)

WATER = "听说下午自来水厂要检修，全城停水三天，请大家赶快接水，家里有老人的多备两桶"
UNRELATED = [
    "今天的晚霞特别好看，下班路上拍了好多照片",
    "新开的面馆味道不错，就是排队时间有点长",
    "周末打算去爬山，有没有一起的朋友",
    "孩子期中考试进步很大，奖励他一本漫画",
]


@pytest.mark.parametrize(
    "copy",
    [
        "听说下午自来水厂要检修🔥全城停水三天💧请大家赶快接水，家里有老人的多备两桶😱😱",
        "听说下午自 来水厂要检修 ，全城停 水三天，请大家赶快接水，家里有老人的多备 两桶",
        "聽說下午自來水廠要檢修，全城停水三天，請大家趕快接水，家裡有老人的多備兩桶",
        "听说下午自来水\u200b厂要检修，全城停\u200b水三天，请大家赶快接水，家里有老人的多备两桶",
        "听说下午紫来水厂要检修，全城停水叁天，请大家赶快接水，家里有老人的多备两捅",
        "@张三 #停水# 听说下午自来水厂要检修，全城停水三天，请大家赶快接水，家里有老人的多备两桶 http://t.cn/x",
        "转：听说下午自来水厂要检修，全城停水三天，请大家赶快接水",
        "全城停水三天，听说下午自来水厂要检修，请大家赶快接水，家里有老人的多备两桶",
    ],
)
def test_a_disguised_copy_is_still_a_copy(copy):
    assert [sorted(cluster) for cluster in near_copies([*UNRELATED, WATER, copy])] == [[4, 5]]


def test_english_copies_meet_through_case_and_spacing():
    texts = [
        "Honest review: the battery lasts three days and the camera is great",
        "HONEST REVIEW - the battery las ts three days and the camera is great!!!",
        "The council will meet on Tuesday to talk about the new bridge",
    ]
    assert near_copies(texts) == [[0, 1]]


def test_the_same_topic_is_not_a_copy():
    texts = ["下午全城停水，请大家提前储水，恢复时间另行通知", "水务集团回应：供水一切正常，不存在停水安排，请放心使用"]
    assert near_copies(texts) == []


def test_short_exclamations_are_copies_only_when_equal():
    assert near_copies(["太可怕了", "太可怕了！", "太可爱了"]) == [[0, 1]]


def test_texts_without_words_are_no_copies():
    assert near_copies(["😂😂", "！！！", "", "🔥"]) == []


def test_posts_of_earlier_batches_are_found_until_they_are_forgotten():
    index = CopyIndex()
    index.add([("a", WATER), *((f"u{at}", text) for at, text in enumerate(UNRELATED))])
    assert index.clusters() == []
    index.add([("b", WATER + "！")])
    assert index.clusters() == [["a", "b"]]
    index.keep({"b", "u0"})
    assert len(index) == 2
    assert index.clusters() == []


def test_floods_of_a_thousand_equal_posts_are_one_cluster():
    assert [len(cluster) for cluster in near_copies([WATER] * 1000 + UNRELATED)] == [1000]


texts = st.lists(
    st.text(st.sampled_from([*"停水三天请大家接水老人多备两桶自来水厂检修下午"]), min_size=0, max_size=40),
    min_size=0,
    max_size=14,
)


@given(texts)
@settings(max_examples=100)
def test_every_cluster_is_joined_by_pairs_that_the_exact_definition_accepts(posts):
    keys = [copy_key(text) for text in posts]
    for cluster in near_copies(posts):
        reached, rest = {cluster[0]}, set(cluster[1:])
        while rest:
            step = {b for b in rest for a in reached if keys[a] == keys[b] or _near(keys[a], keys[b])}
            assert step
            reached |= step
            rest -= step


def _near(left, right):
    """The definition, on shingles as they are written."""
    one, two = shingles(left), shingles(right)
    if min(len(one), len(two)) < SHORTEST_SHINGLES:
        return left == right
    alike, contained = similarity(one, two), len(one & two) / min(len(one), len(two))
    in_order = Indel.normalized_similarity(left, right)
    return alike >= JACCARD or contained >= CONTAINMENT or (alike >= IN_ORDER_JACCARD and in_order >= IN_ORDER)


def test_nearly_all_edited_copies_that_comparing_all_pairs_finds_are_found_and_no_others():
    rng = random.Random(7)
    letters = [chr(0x4E00 + at) for at in range(0, 8000, 7)]
    posts = ["".join(rng.choices(letters, k=50)) for _ in range(60)]
    for base in range(20):
        posts.append("".join(rng.choice(letters) if rng.random() < 0.15 else char for char in posts[base]))
    keys = [copy_key(text) for text in posts]
    pairs = {(a, b) for a in range(80) for b in range(a + 1, 80) if _near(keys[a], keys[b])}
    found = {(a, b) for cluster in near_copies(posts) for a in cluster for b in cluster if a < b}
    assert len(pairs) >= 15
    assert found <= pairs
    assert len(found) >= 0.9 * len(pairs)


def test_without_compiled_loops_the_same_copies_are_found(monkeypatch):
    posts = [WATER, WATER.replace("三天", "五天"), f"转：{WATER}", *UNRELATED, UNRELATED[0] + "真的"]
    compiled = near_copies(posts)
    monkeypatch.setattr("provenance.alignment.near_copies.equal_by_pairs", lambda *_: None)
    monkeypatch.setattr("provenance.alignment.shingle_runs.shared_by_pairs", lambda *_: None)
    assert near_copies(posts) == compiled
    assert [sorted(cluster) for cluster in compiled] == [[0, 1, 2], [3, 7]]


def test_a_rewording_shares_what_is_rare_and_another_story_only_what_is_common():
    flood = parts(copy_key(WATER))
    reworded = parts(copy_key("自来水厂下午检修，停水三天，快接水！老人家里多备几桶"))
    rarity = Rarity.of(
        [*(parts(copy_key(text)) for text in UNRELATED), *(parts(str(at)) for at in range(200)), flood, reworded]
    )
    assert is_loose_copy(reworded, flood, rarity)
    assert not any(is_loose_copy(parts(copy_key(text)), flood, rarity) for text in UNRELATED)
