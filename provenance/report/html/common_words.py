"""Which words of a passage stand in another text, too: what is marked where two texts tell the same in other words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from provenance.model.span import TextSpan
from provenance.text.codes import FIRST_WORD_CODE, code_texts

#: Shorter words of an alphabet say little about what two texts share, unless their neighbour is shared, too.
_TELLING = 5
#: Between two words that are marked, up to so many characters that are no words (a comma, a space) are marked as well.
_BRIDGE = 2

#: Start and end in a text, and the codes of what stands there.
_Piece = tuple[int, int, tuple[int, ...]]


def words_in_common(text: str, within: Sequence[TextSpan], others: Sequence[str]) -> list[TextSpan]:
    """The words inside some spans of a text that another text has as well, neighbours joined.

    These are two Chinese characters or two words that stand side by side on both sides, and single numbers and longer
    words of an alphabet. Width, letter case and Chinese script make no difference.

    Args:
        text: as received.
        within: where to look.
        others: the other side.
    """
    theirs = {codes for other in others for _, _, codes in _pieces(other)}
    shared = [
        (start, end)
        for start, end, codes in _pieces(text)
        if codes in theirs and any(span.start <= start and end <= span.end for span in within)
    ]
    return _joined(text, sorted(shared))


def _pieces(text: str) -> list[_Piece]:
    coded = code_texts([text])
    starts = coded.starts.tolist()
    ends = [start + length for start, length in zip(starts, coded.lengths.tolist(), strict=True)]
    words = list(zip(starts, ends, coded.codes.tolist(), strict=True))
    alone = [(start, end, (code,)) for start, end, code in words if _tells(text[start:end], code)]
    pairs = [
        (start, end, (one, two))
        for (start, before, one), (after, end, two) in pairwise(words)
        if after - before <= (0 if one < FIRST_WORD_CODE else 1)
    ]
    return [*alone, *pairs]


def _tells(word: str, code: int) -> bool:
    return code >= FIRST_WORD_CODE and (len(word) >= _TELLING or word[0].isdecimal())


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[TextSpan]:
    out: list[TextSpan] = []
    for start, end in spans:
        gap = text[out[-1].end : start] if out else ""
        if out and (start <= out[-1].end or (len(gap) <= _BRIDGE and not any(map(str.isalnum, gap)))):
            out[-1] = TextSpan(out[-1].start, max(out[-1].end, end))
        else:
            out.append(TextSpan(start, end))
    return out
