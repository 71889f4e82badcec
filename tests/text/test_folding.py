"""Folding unifies what reads alike and never moves an offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.folding import fold
from provenance.text.sounds import sounds_alike


@pytest.mark.parametrize(
    ("left", "right"),
    [("中國發出邀請", "中国发出邀请"), ("２３００Ａ", "2300a"), ("牀前", "床前"), ("憑闌", "凭栏"), ("羣山", "群山")],
)
def test_what_reads_alike_becomes_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("left", "right"), [("主义", "注意"), ("一贯", "一惯"), ("友邻", "友领"), ("的", "得")])
def test_keyboard_and_dictation_slips_sound_alike(left: str, right: str) -> None:
    assert sounds_alike(left, right)


@pytest.mark.parametrize(("left", "right"), [("支持", "反对"), ("恢复", "暂停"), ("不", "也"), ("中国", "中国人")])
def test_other_words_do_not_sound_alike(left: str, right: str) -> None:
    assert not sounds_alike(left, right)
