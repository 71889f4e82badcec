"""Claims that something harms the body, and texts that warn."""

from __future__ import annotations

import pytest

from provenance.text.warnings import says_harmful, warns


@pytest.mark.parametrize(
    "text",
    [
        "塑料袋装热豆浆会致癌",
        "千万别给孩子喝",
        "吃了進醫院",
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
