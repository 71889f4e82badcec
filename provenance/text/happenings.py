"""What a text tells to have happened, in words of many languages: kinds of events, what they befell, the outcome.

Two texts in different languages share no word; that both tell of an explosion, a port and a warehouse can be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.model.span import TextSpan
from provenance.text.needles import small
from provenance.text.normalise import to_simplified

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

#: Texts whose reading is kept: the same records come back for post after post.
KEPT = 1024
#: Scripts from here on put no spaces between words, or join what belongs to a word to it.
_UNSPACED_FROM = "\u0590"


class Sort(StrEnum):
    """What an idea tells of an event."""

    EVENT = "event"
    THING = "thing"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Happening:
    """One of the ideas of happenings.tsv."""

    name: str
    sort: Sort
    #: What events of one cause have in common (rain, flood, storm); the name itself where it stands alone.
    kind: str
    #: log2 of how many news items there are for one that has a word for it; 13 at most.
    rarity: float


@dataclass(frozen=True, slots=True)
class _Word:
    idea: Happening
    #: Whether it begins with a word, and ends with one.
    begins: bool
    ends: bool


@lru_cache(maxsize=KEPT)
def happenings(text: str) -> Mapping[Happening, TextSpan]:
    """The ideas that a text has a word for, each with the first such word, in their order.

    Args:
        text: as received, in any language; words of about twenty are known, those of Chinese in both scripts.
    """
    folded = small(text)
    if len(folded) != len(text):  # one letter became two, and no place behind it would be right
        folded = text
    words, automaton = _table()
    found: dict[Happening, TextSpan] = {}
    matches = {
        match
        for each in {folded, to_simplified(folded)}
        for match in automaton.find_matches_as_indexes(each, overlapping=True)
    }
    for number, start, end in sorted(matches, key=_by_place):
        word = words[number]
        if word.idea in found or (word.begins and start and folded[start - 1].isalpha()):
            continue
        if not (word.ends and folded[end : end + 1].isalpha()):
            found[word.idea] = TextSpan(start, _end_of_word(folded, end) if word.begins else end)
    return found


def events_of(ideas: Mapping[Happening, TextSpan]) -> Mapping[Happening, TextSpan]:
    """The kinds of events among ideas, in their order."""
    return {idea: span for idea, span in ideas.items() if idea.sort is Sort.EVENT}


def _end_of_word(text: str, end: int) -> int:
    while text[end : end + 1].isalpha():
        end += 1
    return end


def _by_place(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1], -match[2]


@cache
def _table() -> tuple[list[_Word], AhoCorasick]:
    import ahocorasick_rs

    lines = (files("provenance.text") / "happenings.tsv").read_text(encoding="utf-8").splitlines()
    words, spelt = [], []
    for name, sort, rarity, spellings in (line.split("\t") for line in lines if not line.startswith("#")):
        of, _, kind = sort.partition("/")
        idea = Happening(name, Sort(of), kind or name, float(rarity))
        for each in spellings.split():
            spaced = each[0] < _UNSPACED_FROM
            words.append(_Word(idea, spaced, spaced and not each.endswith("*")))
            spelt.append(small(each.rstrip("*").replace("_", " ")))
    return words, ahocorasick_rs.AhoCorasick(spelt, matchkind=ahocorasick_rs.MatchKind.Standard)
