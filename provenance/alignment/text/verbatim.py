"""The common case first: a clip that stands in the record letter for letter."""

from __future__ import annotations

from bisect import bisect_left

from provenance.alignment.text.script import Step, Tag
from provenance.alignment.text.tokens import Kind, Tokens
from provenance.alignment.text.view import Document, Pair

#: Shorter clips stand in a record by chance, and often; they are looked for with the others.
_SHORTEST = 16


def verbatim(clip: str, official: Document) -> tuple[Pair, list[Step]] | None:
    """The pair and its one step, where the clip begins and ends with whole tokens of the record; else None.

    The clip's tokens are then those of the record, so that it need not be split again.
    """
    tokens = official.tokens
    place = tokens.raw.find(clip) if len(clip) >= _SHORTEST else -1
    if place < 0:
        return None
    first, last = bisect_left(tokens.starts, place), bisect_left(tokens.starts, place + len(clip))
    if first == last or (first and tokens.ends[first - 1] > place) or tokens.ends[last - 1] > place + len(clip):
        return None
    if _in_one_word(tokens, first) or _in_one_word(tokens, last):
        return None
    mine = Tokens(
        clip,
        tokens.keys[first:last],
        [start - place for start in tokens.starts[first:last]],
        [end - place for end in tokens.ends[first:last]],
        tokens.kinds[first:last],
    )
    return Pair(Document(mine), official), [Step(Tag.EQUAL, 0, last - first, first, last)]


def _in_one_word(tokens: Tokens, at: int) -> bool:
    """Whether a token and the one before it are the parts of one word, don't for example."""
    if not 0 < at < len(tokens) or tokens.ends[at - 1] != tokens.starts[at]:
        return False
    return tokens.kinds[at - 1] is Kind.WORD and tokens.kinds[at] is Kind.WORD
