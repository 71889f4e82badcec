"""How far a post says what a claim says, word by word: late interaction of token vectors.

One vector a text says what a text is about; two texts on one topic lie close, whatever they claim. Token by token it
shows whether each word of the claim has its counterpart in the post (MaxSim; Khattab and Zaharia, "ColBERT", 2020),
also in another language. It costs a pass of the encoder a text, so it is asked of few pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import numpy as np

from provenance.encoders import TokenEncoder, Vectors
from provenance.model.wordwise import Wordwise

#: So much of a post is read (characters): what it claims stands there, and the model reads no more of most scripts.
READ = 400
#: Posts and claims whose token vectors are kept: a post is laid beside several claims, a claim beside many posts.
KEPT_POSTS, KEPT_CLAIMS = 8, 2048


class LateInteraction:
    """Lays posts beside claims token by token.

    Args:
        encoder: gives the token vectors.
        ordinary: gives claims of all kinds, a list for each of some languages; a post's nearness to those of its own
            language, or of the nearest one, is what means nothing.
    """

    def __init__(self, encoder: TokenEncoder, ordinary: Callable[[], Sequence[Sequence[str]]]) -> None:
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
        said, told = self._post(post[:READ]), self._claim(claim)
        if not len(said) or not len(told):
            return None
        cosines = told @ said.T
        return Wordwise(
            covered=float(cosines.max(axis=1).mean()),
            explained=float(cosines.max(axis=0).mean()),
            ground=self._ground(post[:READ]),
        )

    def _encoded_post(self, text: str) -> Vectors:
        return self._encoder.encode_tokens([text], query=True)[0].vectors

    def _encoded_claim(self, text: str) -> Vectors:
        return self._encoder.encode_tokens([text])[0].vectors

    def _ground_of(self, post: str) -> float:
        said = self._post(post)
        covered = [[float((told @ said.T).max(axis=1).mean()) for told in group] for group in self._groups if group]
        return max((float(np.median(each)) for each in covered), default=0.0)

    @cached_property
    def _groups(self) -> list[list[Vectors]]:
        encoded = [self._encoder.encode_tokens(texts) for texts in self._ordinary()]
        return [[tokens.vectors for tokens in group if len(tokens.vectors)] for group in encoded]
