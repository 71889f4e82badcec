"""Countries and larger cities in other languages and scripts, where they are words of their own."""

from __future__ import annotations

import pytest

from provenance.text.places import find_places


def paths(text: str) -> list[str]:
    return [">".join(mention.path) for mention in find_places(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("В Москве произошёл взрыв", "俄罗斯>莫斯科"),
        ("Пожар под Санкт-Петербургом", "俄罗斯>圣彼得堡"),
        ("наводнение в Нидерландах", "荷兰"),
        ("서울에서 화재", "韩国>首尔"),
        ("일본 지진", "日本"),
        ("パリでテロ", "法国>法兰西岛>巴黎"),
        ("横浜で爆発", "日本>神奈川县>横滨"),
        ("広島県で土砂崩れ", "日本>广岛县"),
        ("انفجار في بيروت", "黎巴嫩>贝鲁特"),
        ("مصر اليوم", "埃及"),
        ("Incendio en Nueva York", "美国>纽约州>纽约"),
        ("Inondations en Allemagne", "德国"),
        ("Erdbeben in der Türkei", "土耳其"),
        ("Incendio a Milano", "意大利>Lombardy>米兰"),
        ("Terremoto no Japão", "日本"),
        ("Almanya'da sel felaketi", "德国"),
        ("Gempa besar di Jepang", "日本"),
        ("Cháy lớn ở Hà Nội", "越南>河内"),
        ("Explosion à Beyrouth", "黎巴嫩>贝鲁特"),
        ("भूकंप दिल्ली में", "印度>德里"),
    ],
)
def test_a_place_is_known_in_the_language_of_the_post(text, place):
    assert paths(text) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("وفي لبنان", "黎巴嫩"),
        ("حريق ببغداد", "伊拉克"),
        ("부산시에서 화재", "韩国>釜山"),
        ("베를린의 벽", "德国>柏林"),
    ],
)
def test_a_name_is_known_joined_to_what_its_script_joins_to_words(text, place):
    assert [path.startswith(place) for path in paths(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "カーナビを買った",  # ガーナ is in none of it
        "チリソースを作る",
        "행복이란 무엇인가",
        "В киевском торте",
        "Mauricio canta esta noche",
        "La mosca vuela",
        "Damas y caballeros",
        "المدينة جميلة",
    ],
)
def test_words_that_hold_or_resemble_a_name_are_no_places(text):
    assert paths(text) == []


def test_voiced_and_unvoiced_kana_are_different_words():
    assert paths("メダンで洪水") != []
    assert paths("メタンで爆発") == []


@pytest.mark.parametrize("text", ["Suez Canal", "苏伊士运河", "El canal de Suez", "قناة السويس"])
def test_the_suez_canal_lies_at_suez(text):
    assert paths(text) == ["埃及>苏伊士>苏伊士运河"]
