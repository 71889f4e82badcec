"""Numerals that number the items of a list and count nothing: "1.沙河粉；2.…", "(2) …", "3、…"."""

from __future__ import annotations

import re

from provenance.text.numerals import value_of

#: 1. and 1、 need something that is no numeral behind them: 1.5亿, and 三、四十人 for thirty or forty.
_MARKER = re.compile(
    r"(?<![\w$€£¥₹+/-])(?<!\d[.,:])(?P<open>[(\[【]?)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?P<close>[.、](?![\d一二三四五六七八九十])|[)\]】]|\ufe0f?\u20e3)"
)
#: Nothing but bullets, quotation marks and emoji may stand between the beginning of a line or clause and its number.
_BEGINNING = re.compile(r"(?:^|[\n。;])[^\w\n]*\Z")
#: Where a list may begin inside a clause: "three things: 1) …".
_OPENING = re.compile(r"[:,.!?]\s*\Z")
#: "Dead: 12. Hurt: 13." counts, although the numbers follow one another.
_COUNTED = re.compile(r":\s*\Z")
#: Characters before a number that are looked at.
_BEFORE = 12


def list_markers(folded: str) -> frozenset[int]:
    """Where in a folded text (lower case, half-width, simplified) the numerals begin that number items.

    At the beginning of a line or clause one does so by itself; elsewhere a list has to begin with 1 and count up.
    """
    found: set[int] = set()
    lists: dict[tuple[str, str], tuple[int, int]] = {}  # by the marks of its items: the last number, and its place
    for marker in _MARKER.finditer(folded):
        spelt, place, marks = marker["number"], marker.start("number"), (marker["open"], marker["close"])
        number = int(value_of("arabic" if spelt.isdecimal() else "chinese", spelt))
        start = marker.start()
        around = (folded, max(0, start - _BEFORE), start)
        last, last_place = lists.get(marks, (0, 0))
        if _BEGINNING.search(*around):
            found.add(place)
        elif last and number == last + 1 and not _COUNTED.search(*around):
            found |= {last_place, place}
        elif number != 1 or not _OPENING.search(*around):
            continue
        lists[marks] = (number, place)
    return frozenset(found)
