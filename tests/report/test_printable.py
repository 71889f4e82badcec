"""No text of a stranger steers the terminal that shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.report.printable import harmless, printable


@given(st.text())
def test_a_harmless_text_keeps_its_length_and_a_printable_one_is_a_line(text):
    assert len(harmless(text)) == len(text)
    assert "\n" not in printable(text)
    assert not any(char < " " and char not in "\n\t" for char in harmless(text))


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\u200e"])
def test_what_moves_the_cursor_or_turns_the_line_is_replaced(char):
    assert harmless(f"甲{char}乙") == "甲�乙"


def test_spaces_of_every_width_and_joined_emoji_stay():
    assert harmless("一\u3000二 三\n👩\u200d🚒") == "一\u3000二 三\n👩\u200d🚒"
