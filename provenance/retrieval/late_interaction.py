"""How far a post says what a claim says, word by word: late interaction of token vectors.

One vector a text says what a text is about; two texts on one topic lie close, whatever they claim. Token by token it
shows whether each word of the claim has its counterpart in the post (MaxSim; Khattab and Zaharia, "ColBERT", 2020),
also in another language. It costs a pass of the encoder a text, so it is asked of few pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from provenance.encoders import TokenEncoder, TokenVectors, Vectors
from provenance.model.span import TextSpan
from provenance.model.wordwise import Wordwise, WordwisePart
from provenance.text.clauses import clauses
from provenance.text.language import script_of
from provenance.text.markup import NO_WORDS
from provenance.text.normalise import normalise
from provenance.text.offsets import NormalisedText
from provenance.text.plain_words import plain_words

#: Posts and claims whose token vectors are kept: a post is laid beside several claims, a claim beside many posts.
KEPT_POSTS, KEPT_CLAIMS = 8, 2048
#: What is taken off the ends of a post, as `post_view` does.
_AROUND = " \"“”'"
#: A part of a post has so many clauses at most, and so many tokens at least: fewer are near some word of any claim.
MOST_CLAUSES, LEAST_TOKENS = 5, 6


@dataclass(frozen=True, slots=True)
class _Said:
    """A post as it is read: in one spelling, without what has no words."""

    view: NormalisedText
    text: str
    #: Where `text` begins in the view.
    start: int
    tokens: TokenVectors

    def raw_span(self, span: TextSpan) -> TextSpan:
        return self.view.raw_span(self.start + span.start, self.start + span.end)


class LateInteraction:
    """Lays posts beside claims token by token.

    Args:
        encoder: gives the token vectors.
        ordinary: gives claims of all kinds, a list for each of some languages; a post's nearness to those of its own
            language, or of the nearest one, is what means nothing.
    """

    def __init__(self, encoder: TokenEncoder, ordinary: Callable[[], Mapping[str, Sequence[str]]]) -> None:
        self._encoder = encoder
        self._ordinary = ordinary
        self._post = lru_cache(maxsize=KEPT_POSTS)(self._encoded_post)
        self._claim = lru_cache(maxsize=KEPT_CLAIMS)(self._encoded_claim)
        self._ground = lru_cache(maxsize=KEPT_POSTS)(self._ground_of)

    def between(self, post: str, claim: str) -> Wordwise | None:
        """How two texts cover each other; None where one has no token.

        Args:
            post: text of the post, as received.
            claim: what a fact-check has rated.
        """
        said, told = self._post(post).tokens.vectors, self._claim(claim)
        if not len(said) or not len(told):
            return None
        (covered,) = _covered([told], said)
        return Wordwise(covered, ground=self._ground(post))

    def in_part(self, post: str, claim: str) -> WordwisePart | None:
        """The clauses of a post in a row that say most of a claim; None where one has no token.

        A claim stands among other words: what else a post says must not count against it.
        """
        said, told = self._post(post), self._claim(claim)
        if not len(said.tokens.vectors) or not len(told):
            return None
        cosines = told @ said.tokens.vectors.T
        explained = cosines.max(axis=0)
        parts = [
            (float(cosines[:, tokens].max(axis=1).mean()), float(explained[tokens].mean()), span)
            for span, tokens in _parts(said.text, said.tokens.offsets)
        ]
        covered, explains, span = max(parts, key=lambda part: part[0] + 2 * part[1])
        return WordwisePart(said.raw_span(span), covered, explains)

    def _encoded_post(self, post: str) -> _Said:
        """In the spelling in which posts are encoded for retrieval, whose tokens the encoder still has."""
        normalised = normalise(post, without=NO_WORDS)
        view = normalised.then(plain_words(normalised.text))
        text = view.text.strip(_AROUND)
        at = len(view.text) - len(view.text.lstrip(_AROUND))
        return _Said(view, text, at if text else 0, self._encoder.encode_tokens([text], query=True)[0])

    def _encoded_claim(self, text: str) -> Vectors:
        return self._encoder.encode_tokens([normalise(text).text])[0].vectors

    def _ground_of(self, post: str) -> float:
        said, script = self._post(post).tokens.vectors, script_of(post)
        highest: float | None = None
        # Those in the script of the post lie highest, as a rule; the others then decide nothing.
        for _, group in sorted(self._groups, key=lambda each: each[0] != script):
            half = len(group) // 2 + 1
            covered = _covered(group[:half], said)
            # A language of which more than half lie no higher than the median of another one decides nothing.
            if highest is None or max(covered) > highest:
                own = median(covered + _covered(group[half:], said))
                highest = own if highest is None else max(highest, own)
        return highest or 0.0

    @cached_property
    def _groups(self) -> list[tuple[str | None, list[Vectors]]]:
        """Script and claims of each language, the shortest first: those are laid beside a post soonest."""
        encoded = [
            (script_of(" ".join(texts)), self._encoder.encode_tokens(texts)) for texts in self._ordinary().values()
        ]
        groups = [
            (script, sorted((each.vectors for each in group if len(each.vectors)), key=len))
            for script, group in encoded
        ]
        return [each for each in groups if each[1]]


def _covered(told: Sequence[Vectors], said: Vectors) -> list[float]:
    """How far a text covers each of some claims.

    A product for each, so that what a claim comes to does not depend, by its last digits, on those beside it; the
    maxima of all in one step, over rows: many short ones would take three times as long as the products.
    """
    ends = np.cumsum([0, *map(len, told)]).tolist()
    cosines = np.empty((ends[-1], len(said)), np.float32)
    for each, (begin, end) in zip(told, pairwise(ends), strict=True):
        np.matmul(each, said.T, out=cosines[begin:end])
    best = np.ascontiguousarray(cosines.T).max(axis=0)
    return [float(np.add.reduce(best[begin:end]) / (end - begin)) for begin, end in pairwise(ends)]


def _parts(text: str, offsets: npt.NDArray[np.int32]) -> Iterator[tuple[TextSpan, slice]]:
    """Runs of clauses with the tokens that stand in them; the whole text where none has enough."""
    spans = clauses(text)
    middles = offsets.mean(axis=1)
    found = False
    for first in range(len(spans)):
        for last in range(first, min(len(spans), first + MOST_CLAUSES)):
            begin, end = np.searchsorted(middles, [spans[first].start, spans[last].end]).tolist()
            if end - begin >= LEAST_TOKENS:
                found = True
                yield TextSpan(spans[first].start, spans[last].end), slice(begin, end)
    if not found:
        yield TextSpan(0, len(text)), slice(None)
