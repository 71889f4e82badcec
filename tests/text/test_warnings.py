"""Claims that something harms the body, and texts that warn."""

from __future__ import annotations

import pytest

from provenance.text.warnings import promises, says_harmful, says_healing, warns


@pytest.mark.parametrize(
    "text",
    [
        "塑料袋装热豆浆会致癌",
        "千万别给孩子喝",
        "吃了進醫院",
        "喝了會長腫瘤",
        "My neighbour got sick from it, avoid it",
        "They call it harmless, it is pure arsenic",
    ],
)
def test_naming_a_harm_or_forbidding_is_a_warning(text: str) -> None:
    assert warns(text)


@pytest.mark.parametrize("text", ["热豆浆装碗里，配根油条", "Lunch in the microwave again, three minutes and done"])
def test_using_a_thing_warns_of_nothing(text: str) -> None:
    assert not warns(text)


def test_a_claim_about_a_law_says_nothing_of_harm_to_the_body() -> None:
    assert not says_harmful("六十岁以上乘车一律半价")
    assert says_harmful("塑料袋装热豆浆会致癌")
    assert says_harmful("The additive causes autism")


def test_a_claim_that_a_thing_heals_or_protects_is_told_from_one_about_its_price():
    assert says_healing("每天一勺麻油能治好近视")
    assert says_healing("A copper ring cures arthritis")
    assert not says_healing("麻油下月起全国涨价")


@pytest.mark.parametrize("text", ["喝了三个月，眼镜都不戴了，灵得很", "Wore the ring for a week and the pain is gone"])
def test_who_says_in_any_words_that_it_helped_promises(text: str) -> None:
    assert promises(text)


@pytest.mark.parametrize("text", ["凉面淋一勺麻油，撒葱花", "Lost my copper ring at the beach, a thin one with a dent"])
def test_who_only_has_the_thing_promises_nothing(text: str) -> None:
    assert not promises(text)
