"""Which of many patterns a text can match at all, found by one search for the words without which they cannot.

A wording of refutation needs "fake", 谣言 or another of its words. Most texts hold the words of a few patterns only,
and the others need not be tried. What a pattern needs is read off it; of the patterns of the package this was done once
(`needles.json`, `benchmarks.needle_table`), since it takes longer than a few posts are worth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

#: A choice among more words than this, or among more characters, is no need.
_MOST_NEEDLES, _MOST_CHARACTERS = 400, 24
#: How rare a character is in running text, as a share: letters of alphabets, and everything else.
_LETTER_SHARE, _OTHER_SHARE = 1 / 12, 1 / 300
#: Small letters that `re.IGNORECASE` takes for one another, beyond what `str.lower` makes equal.
_ALIKE = {"ı": "i", "ſ": "s", "ς": "σ"}

Needles = frozenset[str]


class Wording:
    """A pattern that is compiled when it is first looked for: most posts need few of those that a gate has.

    Args:
        pattern: its source.
        flags: of `re`, those of a text among them, as a compiled pattern states them.
    """

    def __init__(self, pattern: str, flags: int = re.UNICODE) -> None:
        self.pattern, self.flags = pattern, int(flags | re.UNICODE)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """To be searched for."""
        return re.compile(self.pattern, self.flags)


class Gate:
    """Tells of each text which patterns may match; where it says no, none would."""

    def __init__(self, patterns: Sequence[re.Pattern[str] | Wording]) -> None:
        self.patterns = patterns

    def possible(self, text: str) -> set[int]:
        """Numbers of the patterns that may match somewhere in `text`."""
        words, always = self._table
        found: set[int] = set(always)
        for number in {
            number for number, _, _ in self._automaton.find_matches_as_indexes(small(text), overlapping=True)
        }:
            found.update(words[number])
        return found

    @cached_property
    def _needed(self) -> list[Needles | None]:
        """What each pattern needs."""
        known = known_needles()
        names = [name_of(pattern) for pattern in self.patterns]
        return [
            known[name] if name in known else needles(pattern)
            for name, pattern in zip(names, self.patterns, strict=True)
        ]

    @cached_property
    def _needles(self) -> tuple[str, ...]:
        return tuple(sorted({needle for needed in self._needed for needle in needed or ()}))

    @cached_property
    def _table(self) -> tuple[list[list[int]], list[int]]:
        """Needle → numbers of its patterns; and those that need none."""
        place = {needle: number for number, needle in enumerate(self._needles)}
        words: list[list[int]] = [[] for _ in place]
        always: list[int] = []
        for number, needed in enumerate(self._needed):
            for needle in needed or ():
                words[place[needle]].append(number)
            if needed is None:
                always.append(number)
        return words, always

    @cached_property
    def _automaton(self) -> AhoCorasick:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self._needles, matchkind=ahocorasick_rs.MatchKind.Standard)


def small(text: str) -> str:
    """`text` in small letters, as needles are."""
    text = text.lower()
    if not text.isascii():
        for letter, other in _ALIKE.items():  # three looks at the text, which hardly ever has any of them
            text = text.replace(letter, other)
    return text


@cache
def known_needles() -> Mapping[str, Needles | None]:
    """What the patterns of the package need, by their names (`name_of`)."""
    table: dict[str, list[str] | None] = json.loads(files("provenance.text").joinpath("needles.json").read_bytes())
    return {name: None if needed is None else frozenset(needed) for name, needed in table.items()}


def name_of(pattern: re.Pattern[str] | Wording) -> str:
    """What a pattern is called in the table; another wording has another name."""
    return blake2b(f"{pattern.flags} {pattern.pattern}".encode(), digest_size=8).hexdigest()


def needles(pattern: re.Pattern[str] | Wording) -> Needles | None:
    """Words, in small letters, one of which stands in every text that `pattern` matches; None where there are none."""
    return _of_sequence(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> Needles | None:
    """The rarest of what the parts of a sequence need; neighbouring characters are one word."""
    needs: list[Needles] = []
    run: Needles = frozenset([""])
    for code, value in parsed:
        characters = _characters(code, value)
        if characters is not None and len(run) * len(characters) <= _MOST_CHARACTERS:
            run = frozenset(map("".join, product(run, characters)))
            continue
        needs.append(run)
        run = characters if characters is not None else frozenset([""])
        needed = None if characters is not None else _of_part(code, value)
        if needed is not None:
            needs.append(needed)
    usable = [_shortest(need) for need in (*needs, run) if "" not in need and len(need) <= _MOST_NEEDLES]
    return min(usable, key=_share, default=None)


def _shortest(need: Needles) -> Needles:
    """Without the needles that hold another one."""
    return frozenset(long for long in need if not any(short != long and short in long for short in need))


def _of_part(code: Any, value: Any) -> Needles | None:
    if code is op.SUBPATTERN:
        return _of_sequence(value[3])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _of_sequence(value[2]) if value[0] else None
    if code is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if code is op.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        return None if None in branches else frozenset().union(*(branch for branch in branches if branch))
    return None


def _characters(code: Any, value: Any) -> Needles | None:
    """The characters that may stand at one place, where they are few; "" is not among them."""
    if code is op.LITERAL:
        return frozenset([small(chr(value))])
    if code is not op.IN or any(kind is not op.LITERAL for kind, _ in value) or len(value) > _MOST_CHARACTERS:
        return None
    return frozenset(small(chr(point)) for _, point in value)


def _share(need: Needles) -> float:
    """About how many of the places of a text begin one of the needles."""
    total = 0.0
    for needle in need:
        share = 1.0
        for char in needle:
            share *= _LETTER_SHARE if char.isascii() else _OTHER_SHARE
        total += share
    return total
