"""The words of a text in any alphabet, without those that bind others."""

from __future__ import annotations

import pytest

from provenance.alignment.event import event_view


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("В Кемерове горит торговый центр", "Пожар в кемеровском торговом центре"),
        ("انهيار الجسر في المدينة", "جسر المدينة ينهار"),
        ("아파트에서 불이 났다", "불이 아파트를 태웠다"),
        ("बिहार में बाढ़", "बाढ़ से बिहार बेहाल"),
        ("コンビニで火事", "火事のコンビニ"),
        ("Köprü çöktü: yağış", "Ağır yağış, köprü"),
    ],
)
def test_words_of_any_alphabet_are_shared(one, two):
    assert len(event_view(one, None).terms & event_view(two, None).terms) >= 1 + (" " in one)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("La lava del volcán llegó al mar", {"lava", "volcan", "llego", "mar"}),
        ("Les dégâts de la tempête dans les vallées", {"degat", "tempete", "vallee"}),
        ("Die Flut hat im Ahrtal viele Häuser zerstört", {"flut", "ahrtal", "viele", "hauser", "zerstort"}),
        ("По данным МЧС, это пожар", {"данны", "мчс", "пожар"}),
    ],
)
def test_words_that_bind_others_tell_nothing(text, tells):
    found = event_view(text, None).terms
    assert {term[:4] for term in found} == {term[:4] for term in tells}


def test_words_that_tell_something_in_english_are_kept():
    assert {"war", "car", "son", "fire"} <= event_view("The war, the car, a son and a fire", None).terms
