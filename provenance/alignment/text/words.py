"""Chinese words and names around a place in a text: whole words that were exchanged, and what kind they are."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from provenance.alignment.text.tokens import Tokens
from provenance.text.folding import fold

#: Tags of the segmenter for persons, places, organisations and other names.
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
#: Characters on either side that the segmenter sees.
_CONTEXT = 8


class Word(NamedTuple):
    """A word, where it stands (code points), and its tag."""

    text: str
    start: int
    end: int
    tag: str

    @property
    def is_name(self) -> bool:
        """Whether it names a person, place or organisation; single characters are not trusted."""
        return self.tag in _NAME_TAGS and len(self.text) > 1


def words_at(tokens: Tokens, start: int, end: int) -> list[Word]:
    """The words that overlap the tokens `start` ≤ i < `end`."""
    span = tokens.span(start, end)
    from_ = max(0, span.start - _CONTEXT)
    text = fold(tokens.raw[from_ : span.end + _CONTEXT])
    words = []
    at = from_
    for word, tag in _segmented(text):
        if at < span.end and at + len(word) > span.start:
            words.append(Word(word, at, at + len(word), tag))
        at += len(word)
    return words


def is_whole(words: list[Word], tokens: Tokens, start: int, end: int) -> bool:
    """Whether the tokens are exactly these words, of two characters and more."""
    span = tokens.span(start, end)
    return bool(words) and words[0].start == span.start and words[-1].end == span.end and len(span) > 1


@lru_cache(maxsize=4096)
def _segmented(text: str) -> tuple[tuple[str, str], ...]:
    import rjieba

    return tuple((word, tag) for word, tag in rjieba.tag(text))
