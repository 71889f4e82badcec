"""How a post tells: words of news and words of memory."""

from __future__ import annotations

import pytest

from provenance.text.telling import telling_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("New rules, nine years after the tower burned", "nine years after"),
        ("Twenty-one years later the bridge is open again", "Twenty-one years later"),
        ("It fell seventeen years ago", "seventeen years ago"),
        ("大桥垮塌九年之后，新桥通车", "九年之后"),
        ("地震過去12年後，村子搬了", "12年後"),
        ("Dos años después de la riada, el pueblo recuerda", "años después"),
        ("Cinq ans après l'incendie, la flèche est de retour", "ans après"),
        ("Sechs Jahre nach der Flut steht die Brücke wieder", "Jahre nach"),
        ("Dieci anni dopo il crollo", "anni dopo"),
        ("Десять лет спустя мост открыли", "лет спустя"),
        ("Il y a six ans la tempête passait ici", "Il y a six ans"),
        ("Hace ya siete años que cayó el puente", "Hace ya siete años"),
        ("Vor genau elf Jahren brach der Damm", "Vor genau elf Jahren"),
        ("Faz sete anos que a barragem caiu", "Faz sete anos"),
        ("Rocznica powodzi, pamiętamy", "Rocznic"),
        ("Вісім років тому тут стояв міст", "років тому"),
        ("地震から10年、城の修復が続く", "から10年"),
        ("참사 10주기 추모식", "10주기"),
        ("Je me souviens du café comme si c'était hier", "me souvien"),
        ("El volcán lleva cinco años dormido", "lleva cinco años"),
        ("路过那段高速，还是会想起那些车", "想起"),
    ],
)
def test_so_many_years_after_an_event_it_is_remembered(text: str, words: str) -> None:
    memory = telling_of(text).memory
    assert memory is not None
    assert memory.of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "突发：大桥垮塌",
        "Peringatan tsunami untuk Jepang",
        "Das hätte ich nie gedacht, die Brücke stürzt ein",
        "2015年后这里没有桥",
        "Nine people died after the fire",
        "一百年后的今天",
    ],
)
def test_a_year_of_the_calendar_or_a_count_of_people_is_no_memory(text: str) -> None:
    assert telling_of(text).memory is None


def test_revenge_for_an_earlier_match_sets_this_one_apart() -> None:
    contrast = telling_of("2-0 up at half time, revenge for the World Cup").contrast
    assert contrast is not None
    assert "revenge for" in contrast.of("2-0 up at half time, revenge for the World Cup")


@pytest.mark.parametrize(
    "text",
    [
        "在模拟器里开船，又把大桥撞塌了",
        "昨晚看完电影《逆光》，飞机坠落那段太真实",
        "新劇第三集大橋垮掉那段哭死",
        "Playing the harbour mission for the third time, the bridge keeps collapsing",
        "The tower falls in my game too",
        "周末追完《雾港》，第三集大桥塌掉那段哭死",
        "新剧里那场车祸拍得太真，编剧说改编自老家的事",
        "Binged the whole thing, episode 4 where the dam breaks is brutal",
    ],
)
def test_games_and_films_are_told_from_what_happened(text: str) -> None:
    assert telling_of(text).fiction is not None


@pytest.mark.parametrize(
    "text",
    [
        "电影院楼上着火了",
        "大桥垮塌，跟看电影一样",
        "It was like in a movie, the tower just fell",
        "游戏厅塌了",
        "第五集团军赶去抢险",
        "编剧都不敢这么写，桥塌了两回",
    ],
)
def test_what_is_likened_to_a_film_happened(text: str) -> None:
    assert telling_of(text).fiction is None
