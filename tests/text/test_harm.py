"""Whether a text tells that anything happened to anybody."""

from __future__ import annotations

import pytest

from provenance.text.harm import harm_to_people, tells_harm


@pytest.mark.parametrize(
    "text",
    [
        "船翻了，人还没救上来",
        "昨晚整面墙掉下来，一楼全没了",
        "隔壁楼塌了",
        "橋斷了，車子掛在邊上",
        "A lorry slammed into the toll booth",
        "The whole house creaked, did that wake anyone?",
        "El río se desborda y arrastra coches",
        "Самолёт упал в поле",
        "朝から山が崩れ、家が流された",
        "kapal tenggelam",
        "ცეცხლი",
    ],
)
def test_plain_words_of_harm_or_force_are_known_and_an_unknown_script_is_never_ruled_out(text: str) -> None:
    assert tells_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        "步道今天开放，游客可以从东门进",
        "烧烤店今晚啤酒买一送一",
        "Basement flat to let, newly painted, close to the station",
        "Driving over the new bridge for the first time, lovely views",
        "Hoy inauguran un centro de visitantes",
        "A new lift at last, my nan lives on the 21st floor",
    ],
)
def test_everyday_matters_tell_no_harm(text: str) -> None:
    assert not tells_harm(text)


def test_lives_that_were_lost_are_harm_to_people() -> None:
    assert tells_harm("The fire claimed 41 lives")
    found = harm_to_people("Ship brings down bridge\nSix workers were killed.")
    assert found is not None
    assert found.start == len("Ship brings down bridge\nSix workers were ")
    assert harm_to_people("Tolls go up in June") is None


@pytest.mark.parametrize(
    "text",
    [
        "Właśnie zalewa Wrocław, jedna trzecia miasta pod wodą",
        "Een rustige avond in het dorp en de kachel aan",
        "Soma'da bugün her şey yolunda",
    ],
)
def test_of_a_language_whose_words_are_not_listed_nothing_is_concluded(text):
    assert tells_harm(text)
