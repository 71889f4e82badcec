import pytest

from provenance.text.dates import TimeKind, find_times
from tests.text.dates_cases import POSTED, read

CASES = [
    ("The dam broke on July 20, 2021.", "July 20, 2021", "2021-07-20..2021-07-21"),
    ("filmed 12th of March 2011 in the north", "12th of March 2011", "2011-03-12..2011-03-13"),
    ("a photo from 2019-08-16", "2019-08-16", "2019-08-16..2019-08-17"),
    ("the report of 5/12/2018 says", "5/12/2018", "2018-05-12..2018-05-13"),
    ("opened in April 1987 already", "April 1987", "1987-04-01..1987-05-01"),
    ("sales in Q3 2019 fell", "Q3 2019", "2019-07-01..2019-10-01"),
    ("songs of the 1990s", "the 1990s", "1990-01-01..2000-01-01"),
    ("built in the 15th century", "the 15th century", "1400-01-01..1500-01-01"),
    ("crowds at Christmas 2019", "Christmas 2019", "2019-12-25..2019-12-26"),
    ("the floods of summer 2016", "summer 2016", "2016-06-01..2016-09-01"),
    (
        "She was born on January twenty five nineteen eighty six",
        "January twenty five nineteen eighty six",
        "1986-01-25..1986-01-26",
    ),
    ("It rained yesterday", "yesterday", "2021-07-21..2021-07-22"),
    ("They met last week in town", "last week", "2021-07-12..2021-07-19"),
    ("the first week of next month", "the first week of next month", "2021-08-02..2021-08-09"),
    ("We will be back in two weeks", "in two weeks", "2021-08-05..2021-08-06"),
    ("for the last 3 days it burned", "the last 3 days", "2021-07-19..2021-07-22"),
    ("the bridge fell three years ago", "three years ago", "2018-07-22..2018-07-23"),
    ("Police said on Monday the road is open", "Monday", "2021-07-19..2021-07-20"),
    ("Let's meet next Friday please", "next Friday", "2021-07-30..2021-07-31"),
    ("the day before yesterday they left", "the day before yesterday", "2021-07-20..2021-07-21"),
    ("Call me tomorrow at 8:45 pm", "tomorrow at 8:45 pm", "2021-07-23T20:45..2021-07-23T20:46"),
    (
        "between 3 and 5pm on July 4, 2021 it snowed",
        "between 3 and 5pm on July 4, 2021",
        "2021-07-04T15:00..2021-07-04T17:00",
    ),
    ("closed from June 26 to June 28, 2020 for repair", "from June 26 to June 28, 2020", "2020-06-26..2020-06-29"),
    ("closed from the 9th until the 17th of April", "from the 9th until the 17th of April", "2021-04-09..2021-04-18"),
    ("out between Jan 2019 and now", "between Jan 2019 and now", "2019-01-01..2021-07-22T15:30"),
    ("three weeks after Christmas 2019 it closed", "three weeks after Christmas 2019", "2020-01-15..2020-01-16"),
]


@pytest.mark.parametrize(("text", "expression", "interval"), CASES)
def test_an_expression_names_its_interval(text: str, expression: str, interval: str) -> None:
    assert read(text) == [(expression, interval)]


@pytest.mark.parametrize("text", ["The mayor recently resigned", "I saw him the other day", "a few weeks ago it fell"])
def test_words_for_some_time_or_other_have_no_ends(text: str) -> None:
    (mention,) = find_times(text, POSTED)
    assert (mention.kind, mention.start) == (TimeKind.VAGUE, None)


def test_right_now_is_the_moment_of_writing() -> None:
    (mention,) = find_times("The bridge is burning right now!", POSTED)
    assert (mention.kind, mention.start) == (TimeKind.NOW, POSTED)
