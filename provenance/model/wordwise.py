"""How two texts cover each other word by word, and who can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from provenance.model.span import TextSpan


@dataclass(frozen=True, slots=True)
class Wordwise:
    """Means of cosines between the tokens of a post and of a claim.

    Attributes:
        covered: over the claim's tokens, the best cosine to a token of the post.
        ground: `covered` of claims that have nothing to do with the post, the median.
    """

    covered: float
    ground: float

    @property
    def beyond_chance(self) -> float:
        """The share of the claim that the post has beyond what it has of any claim: 0 by chance, 1 word for word.

        Cosines of Chinese tokens lie higher and closer together than those of English ones; this does not.
        """
        return (self.covered - self.ground) / max(1e-6, 1.0 - self.ground)


@dataclass(frozen=True, slots=True)
class WordwisePart:
    """The part of a post that says most of a claim: a run of clauses.

    Attributes:
        span: in the post, as received.
        covered: as of `Wordwise`, for this part.
        explained: over this part's tokens, the best cosine to a token of the claim, the mean.
    """

    span: TextSpan
    covered: float
    explained: float


class WordwiseReader(Protocol):
    """Lays two texts beside each other word by word."""

    def between(self, post: str, claim: str) -> Wordwise | None:
        """How they cover each other; None where one has no word."""

    def in_part(self, post: str, claim: str) -> WordwisePart | None:
        """Which part of the post says most of the claim; None where one has no word."""
