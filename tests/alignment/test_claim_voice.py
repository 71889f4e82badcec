"""Beside a claim it shows whether a post says that it is so, says that it is not, or asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.claim_voice import Voice, voice_on

MICROWAVE = "用微波炉加热食物会产生致癌物"
ROOT = "喝板蓝根、熏醋可以预防新型冠状病毒"
PERSIMMON = "柿子和螃蟹一起吃会中毒"
SHRIMP = "吃虾以后服用维生素C等于吃砒霜"
SALT = "海水被污染以后食盐会断货，要赶紧囤盐"
GRAPHENE = "疫苗裡含有石墨烯，會讓人產生磁性"
CHIP = "Vaccines contain a microchip that tracks people"
MELON = "Melon and milk eaten together are poisonous"
TOWER = "Videos show the old water tower on fire"


@pytest.mark.parametrize(
    ("claim", "post"),
    [
        (MICROWAVE, "用微波炉加热食物并不会产生致癌物，放心"),
        (ROOT, "板蓝根不能预防新型冠状病毒，请不要囤"),
        (PERSIMMON, "柿子和螃蟹一起吃并不会中毒"),
        (SHRIMP, "吃虾以后可以服用维生素C，不等于吃砒霜"),
        (GRAPHENE, "疫苗里不含石墨烯"),
        (CHIP, "No, vaccines do not contain microchips."),
        (CHIP, "Vaccines don't contain any microchip"),
        (TOWER, "The old water tower is not on fire."),
        (TOWER, "Went up the old water tower, the lamps make it look like it is on fire. Magical."),
        (PERSIMMON, "昨天吃了柿子和螃蟹，啥事没有，味道都不错"),
        (MELON, "We ate melon with milk all summer, nothing happened."),
    ],
)
def test_a_post_that_says_the_opposite_denies_the_claim(claim, post):
    reading = voice_on(post, claim)
    assert reading.voice is Voice.DENIES
    assert reading.clause is not None
    assert reading.clause.of(post).strip() in post


def test_who_also_says_it_outright_does_not_only_liken():
    post = "The old water tower is on fire!! The smoke and the lamps make the tower look like a torch."
    assert voice_on(post, TOWER).voice is Voice.ASSERTS


@pytest.mark.parametrize(
    ("claim", "post"),
    [
        (MICROWAVE, "微波炉会不会产生致癌物"),
        (MICROWAVE, "微波炉加热食物真的会产生致癌物吗？有没有懂的朋友"),
        (GRAPHENE, "疫苗里到底有没有石墨烯？"),
        (CHIP, "Do vaccines contain a microchip?"),
        (TOWER, "Is the old water tower on fire? Anyone there?"),
        ("老街的肉丸是用橡皮泥做的", "娃捏了一下午橡皮泥，问我：肉丸里也有橡皮泥吗？"),
    ],
)
def test_a_post_that_asks_whether_it_is_so_asks(claim, post):
    assert voice_on(post, claim).voice is Voice.ASKS


@pytest.mark.parametrize(
    ("claim", "post"),
    [
        (MICROWAVE, "用微波炉加热食物会产生致癌物！大家小心"),
        (MICROWAVE, "你知道微波炉加热食物会产生致癌物吗"),
        (ROOT, "赶紧喝板蓝根，可以预防新型冠状病毒"),
        (PERSIMMON, "柿子螃蟹千万不能一起吃，会中毒"),  # forbids the act, and says what the claim says
        (SHRIMP, "吃虾不能吃维生素C，会中毒"),
        (SALT, "趁食盐还没断货赶紧囤盐"),  # not yet is no denial
        (PERSIMMON, "吃柿子和螃蟹，别以为没啥事，会中毒的"),
        (CHIP, "Don't take the vaccine, it contains a microchip"),
        (CHIP, "Does the vaccine contain a microchip? Yes, and it tracks people"),
        (TOWER, "The old water tower is on fire right now"),
        (TOWER, "Something else entirely that does not burn"),
        ("", "anything"),
        ("!!", "anything"),
    ],
)
def test_a_post_that_says_the_same_or_something_else_asserts(claim, post):
    reading = voice_on(post, claim)
    assert (reading.voice, reading.clause) == (Voice.ASSERTS, None)


def test_a_claim_that_denies_is_repeated_by_the_same_denial():
    assert voice_on("口罩根本不能阻挡病毒", "口罩不能阻挡病毒").voice is Voice.ASSERTS


@given(st.text(alphabet="不会能吗？微波炉致癌。, isn't it does not a?", max_size=60), st.text(max_size=30))
def test_whatever_is_read_the_clause_lies_inside_the_post(post, claim):
    reading = voice_on(post, claim)
    assert (reading.clause is None) == (reading.voice is Voice.ASSERTS)
    assert reading.clause is None or 0 <= reading.clause.start <= reading.clause.end <= len(post)
