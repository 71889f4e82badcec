"""Words before a number are looked for only behind characters with which they end: that hides none of them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from provenance.text import quantities, rough_numbers

#: What the patterns are made of, and what may stand between.
_PIECES = sorted(
    {
        piece
        for pattern in (rough_numbers._BEFORE, quantities._TIME_BEFORE, quantities._FATE_BEFORE)
        for piece in re.findall(r"[^\W_]+", pattern.pattern)
    }
    | set(" \n:/-.") | set("死亡了难生伤踪约近至少超过到不足概약")
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=6).map("".join))
def test_no_word_before_a_number_is_hidden(before):
    last = before[-1:]
    assert not rough_numbers._BEFORE.search(before) or last in rough_numbers._LAST
    assert not quantities._TIME_BEFORE.search(before) or last in quantities._LAST_OF_TIME
    assert not quantities._FATE_BEFORE.search(before) or last in quantities._LAST_OF_FATE
