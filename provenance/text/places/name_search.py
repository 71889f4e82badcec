"""Names in a text, the leftmost and then the longest first: looked up one by one, or by an automaton.

To make an automaton of all names takes a tenth of a second, which a few posts do not pay back; to look for names at
every character of a text takes twenty times as long as the automaton does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

#: Characters that are looked at one by one before an automaton is made; that takes as long as these (2026-11).
BY_HAND = 150_000
#: Characters of a name by which it is known whether any name begins so; shorter ones are of one length.
_HEAD, _SHORT = 3, 2

#: Number of a name, where it begins, where it ends.
Found = tuple[int, int, int]


class NameSearch:
    """Finds the leftmost longest names, none overlapping.

    Args:
        names: distinct, of two characters or more.
        by_hand: see `BY_HAND`.
    """

    def __init__(self, names: Sequence[str], by_hand: int = BY_HAND) -> None:
        self._names = names
        self._left = by_hand

    def find(self, text: str) -> list[Found]:
        """Every name in a text, left to right."""
        if self._left > 0:
            self._left -= len(text)
            return self._looked_up(text)
        found: list[Found] = self._automaton.find_matches_as_indexes(text)
        return found

    def _looked_up(self, text: str) -> list[Found]:
        numbers, lengths, pairs = self._tables
        out: list[Found] = []
        end = 0
        # Few places have two characters with which any name begins.
        for at in compress(count(), map(pairs.__contains__, map(add, text, text[1:]))):
            if at < end:
                continue
            for length in lengths.get(text[at : at + _HEAD], ()):
                name = text[at : at + length]
                if name in numbers:
                    break
            else:
                name = text[at : at + _SHORT]
            number = numbers.get(name)
            if number is not None:
                end = at + len(name)  # the end of the text may have cut off a longer name, and left this one
                out.append((number, at, end))
        return out

    @cached_property
    def _tables(self) -> tuple[dict[str, int], dict[str, list[int]], frozenset[str]]:
        """Name → its number; head → lengths of the longer names that begin so, the longest first; first two letters."""
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            if len(name) > _SHORT:
                head = name[:_HEAD]
                if head in lengths:
                    lengths[head].add(len(name))
                else:
                    lengths[head] = {len(name)}
        numbers = dict(zip(self._names, range(len(self._names)), strict=True))
        heads = {head: sorted(own, reverse=True) for head, own in lengths.items()}
        return numbers, heads, frozenset(name[:_SHORT] for name in self._names)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(
            self._names,
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )
