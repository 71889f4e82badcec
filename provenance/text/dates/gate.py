"""Where an expression may begin: at each place only the patterns are tried that begin with the character there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: Places inside a pattern where the name of a group follows: its definition, a reference, a condition.
_NAME = re.compile(r"(?<=\(\?P<)(?=[^=!])|(?<=\(\?P=)|(?<=\(\?\()")
#: Stands for all decimal digits, whatever their script.
_DIGIT = "0"
#: So many patterns are tried one after the other; more of them are made one, which takes as long as trying them at so
#: many places (40 ms for those that begin with a digit; 2026-11).
_FEW, _PLACES = 16, 4_000
#: The most characters of a range that are counted one by one.
_MOST = 1024


class Gate:
    """Lets through every place of a text at which one of some patterns matches.

    Args:
        first: what stands wherever any of them matches, and seldom elsewhere.
        patterns: each matches at least one character, and no white space first.
    """

    def __init__(self, first: str, patterns: Sequence[re.Pattern[str]]) -> None:
        self._first = re.compile(f"(?={first})")
        self.patterns = patterns
        self._begin = [beginnings(pattern) for pattern in patterns]
        self._of: dict[str, Sequence[re.Pattern[str]]] = {}
        #: Places that begin with a character whose patterns are many, as far as these are not one yet.
        self._tried: dict[str, int] = {}

    def next(self, text: str, place: int) -> int | None:
        """The first place from `place` on at which a pattern matches."""
        for match in self._first.finditer(text, place):
            at = match.start()
            if self.lets_through(text, at):
                return at
        return None

    def lets_through(self, text: str, place: int) -> bool:
        """Whether a pattern matches at a place where `first` does."""
        character = text[place]
        if character not in self._of:
            self._of[character] = self._with(_plain(character))
        chosen = self._of[character]
        if len(chosen) > _FEW:
            chosen = self._of[character] = self._made_one(_plain(character))
        for pattern in chosen:  # noqa: SIM110 - `any` over a generator takes twice as long
            if pattern.match(text, place):
                return True
        return False

    def _with(self, character: str) -> Sequence[re.Pattern[str]]:
        """The patterns that may begin with a character."""
        if character not in self._of:
            self._of[character] = [
                pattern
                for pattern, begin in zip(self.patterns, self._begin, strict=True)
                if begin is None or character in begin
            ]
        return self._of[character]

    def _made_one(self, character: str) -> Sequence[re.Pattern[str]]:
        """Many patterns, as one when they are asked for often; their groups are renamed, so that no two names meet."""
        chosen = self._of[character]
        self._tried[character] = self._tried.get(character, 0) + 1
        if len(chosen) > _FEW and self._tried[character] > _PLACES:
            named = (_NAME.sub(f"of{number}_", pattern.pattern) for number, pattern in enumerate(chosen))
            chosen = self._of[character] = [re.compile("|".join(named))]
        return chosen


def beginnings(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """The characters, white space apart, with which a match of a pattern may begin; None where any may."""
    found, empty = _of_sequence(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    return None if empty or pattern.flags & re.IGNORECASE else found


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str] | None, bool]:
    """What the parts of a sequence may begin with, and whether they may match nothing."""
    found: frozenset[str] = frozenset()
    for code, value in parsed:
        begin, empty = _of_part(code, value)
        if begin is None:
            return None, False
        found |= begin
        if not empty:
            return found, False
    return found, True


def _of_part(code: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return frozenset(), True
    if code is op.SUBPATTERN:
        return _of_sequence(value[3])
    if code is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        begin, empty = _of_sequence(value[2])
        return begin, empty or not value[0]
    if code is op.BRANCH:
        branches = [_of_sequence(branch) for branch in value[1]]
        every = [begin for begin, _ in branches if begin is not None]
        if len(every) < len(branches):
            return None, False
        return frozenset().union(*every), any(empty for _, empty in branches)
    return _of_character(code, value), False


def _of_character(code: Any, value: Any) -> frozenset[str] | None:
    if code is op.LITERAL:
        return frozenset([_plain(chr(value))])
    if code is op.RANGE and value[1] - value[0] < _MOST:
        return frozenset(_plain(chr(point)) for point in range(value[0], value[1] + 1))
    if code is op.CATEGORY and value in (op.CATEGORY_DIGIT, op.CATEGORY_SPACE):
        return frozenset(_DIGIT if value is op.CATEGORY_DIGIT else ())
    if code is not op.IN:
        return None
    parts = [_of_character(*part) for part in value]
    every = [begin for begin in parts if begin is not None]
    return frozenset().union(*every) if len(every) == len(parts) else None


def _plain(character: str) -> str:
    return _DIGIT if character.isdecimal() else character
