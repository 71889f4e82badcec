"""What a judgement on one step of the script comes to."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.alignment.text.view import Pair
from provenance.alignment.text.weights import SEVERITY
from provenance.model.alignment import Edit


@dataclass(frozen=True, slots=True)
class Verdict:
    """The edits of one step; none where the difference is trivial."""

    edits: tuple[Edit, ...] = ()

    @property
    def trivial(self) -> bool:
        """Whether the difference is one of transcription, of function words, or marked honestly."""
        return not self.edits


TRIVIAL = Verdict()


def edit(pair: Pair, code: str, clip: tuple[int, int], official: tuple[int, int], *, extra_bits: float = 0.0) -> Edit:
    """An edit of kind `code` over these token ranges; `extra_bits` grades it inside its kind."""
    kind = SEVERITY[code]
    clip_span, official_span = pair.clip.tokens.span(*clip), pair.official.tokens.span(*official)
    before, after = official_span.of(pair.official.tokens.raw), clip_span.of(pair.clip.tokens.raw)
    return Edit(kind.op, clip_span, official_span, before, after, code, kind.text, kind.bits + extra_bits)


def verdict(pair: Pair, code: str, clip: tuple[int, int], official: tuple[int, int], **extra: float) -> Verdict:
    """A verdict of one edit."""
    return Verdict((edit(pair, code, clip, official, **extra),))
