import pytest

from tests.text.dates_cases import read

CASES = [
    ("El puente que cayó ayer en la ciudad", [("ayer", "2021-07-21..2021-07-22")]),
    ("El puente de la ciudad cayó el 12 de marzo de 2019", [("12 de marzo de 2019", "2019-03-12..2019-03-13")]),
    ("Le pont est tombé il y a 3 jours", [("il y a 3 jours", "2021-07-19..2021-07-20")]),
    (
        "Die Brücke ist am 3. Oktober 2018 und nicht gestern gefallen",
        [("3. Oktober 2018", "2018-10-03..2018-10-04"), ("gestern", "2021-07-21..2021-07-22")],
    ),
    ("Мост рухнул 20 июля 2019 года", [("20 июля 2019", "2019-07-20..2019-07-21")]),
    ("انهار الجسر في 20 يوليو 2019", [("20 يوليو 2019", "2019-07-20..2019-07-21")]),
    ("다리가 2019년 7월 20일에 무너졌다", [("2019년 7월 20일", "2019-07-20..2019-07-21")]),
    (
        "A ponte caiu em 5 de maio de 2019, o que não é de hoje",
        [("5 de maio de 2019", "2019-05-05..2019-05-06"), ("hoje", "2021-07-22..2021-07-23")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_further_languages_are_read_through_dateparser(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["El precio de la camisa es 20,04 euros", "Le score est de 3-2 pour les rouges"])
def test_prices_and_scores_of_further_languages_are_no_dates(text: str) -> None:
    assert read(text) == []
