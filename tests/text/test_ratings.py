import pytest

from provenance.text.ratings import Verdict, verdict_of


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ("谣言", Verdict.REFUTED),
        ("不实", Verdict.REFUTED),
        ("假", Verdict.REFUTED),
        ("部分錯誤", Verdict.REFUTED),
        ("Pants on Fire", Verdict.REFUTED),
        ("Mostly False", Verdict.REFUTED),
        ("Half True", Verdict.REFUTED),
        ("Not true", Verdict.REFUTED),
        ("Engañoso", Verdict.REFUTED),
        ("真", Verdict.CONFIRMED),
        ("事实", Verdict.CONFIRMED),
        ("True", Verdict.CONFIRMED),
        ("Mostly True", Verdict.CONFIRMED),
        ("Correct Attribution", Verdict.CONFIRMED),
        ("尚未证实", Verdict.OPEN),
        ("疑", Verdict.OPEN),
        ("Unproven", Verdict.OPEN),
        ("", Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
        ("🍋🍋🍋", Verdict.UNKNOWN),
    ],
)
def test_a_rating_points_where_its_publisher_meant(rating, verdict):
    assert verdict_of(rating) is verdict


@pytest.mark.parametrize("rating", ["不是真的", "並非事實", "Not correct", "untrue", "没有事实依据"])
def test_a_negated_confirmation_is_no_confirmation(rating):
    assert verdict_of(rating) is not Verdict.CONFIRMED
