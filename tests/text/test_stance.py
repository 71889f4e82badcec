"""Who spreads, who refutes, who asks: judged by the last speaker's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.stance import Stance, StanceReading, stance_of
from tests.text.stance_cases import ASKING, REFUTING, SPREADING


@pytest.mark.parametrize("text", REFUTING)
def test_a_refutation_is_not_taken_for_spreading(text):
    assert stance_of(text).stance is Stance.REFUTE


@pytest.mark.parametrize("text", ASKING)
def test_somebody_who_asks_is_not_taken_for_spreading(text):
    assert stance_of(text).stance is Stance.QUESTION


@pytest.mark.parametrize("text", SPREADING)
def test_spreading_stays_spreading_whatever_words_it_uses(text):
    assert stance_of(text).stance is Stance.SPREAD
    assert stance_of(text).cue is None


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("已辟谣//@路人甲:快转！明天停水", Stance.REFUTE),
        ("快转！//@路人甲:已辟谣，假的", Stance.SPREAD),
        ("转发微博//@路人甲:已辟谣，假的", Stance.REFUTE),
        ("真的吗//@路人甲:快转！", Stance.QUESTION),
        ("真的吗？假的！官方已经辟谣", Stance.REFUTE),
    ],
)
def test_the_last_speaker_decides(text, stance):
    assert stance_of(text) == stance


def test_the_cue_is_where_the_reader_sees_it():
    text = "轉發！😱 網傳的消息，官方已經\u200b闢謠了"
    reading = stance_of(text)
    assert reading == Stance.REFUTE
    assert "闢謠" in reading.cue.of(text)


def test_a_reading_compares_with_the_stance_and_with_its_name():
    reading = stance_of("假的！别传了")
    assert reading == Stance.REFUTE
    assert reading == "refute"
    assert reading != Stance.SPREAD
    assert reading in {Stance.REFUTE, Stance.QUESTION}
    assert str(reading) == "refute"
    assert StanceReading(Stance.REFUTE) != reading
    assert StanceReading(Stance.REFUTE, reading.cue) == reading


@given(
    st.text(
        st.one_of(st.sampled_from([*"辟谣假的吗？！//@a: “”求是"]), st.characters(exclude_categories=("Cs",))),
        max_size=80,
    )
)
def test_any_text_gets_a_stance_and_a_cue_inside_it(text):
    reading = stance_of(text)
    assert reading.stance in Stance
    assert (reading.cue is None) == (reading.stance is Stance.SPREAD)
    assert reading.cue is None or 0 <= reading.cue.start <= reading.cue.end <= len(text)
