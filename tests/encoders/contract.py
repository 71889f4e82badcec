"""What every encoder must do; inherit, and say how to open one."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.encoders import Encoder, TokenEncoder


class EncoderContract:
    """Subclasses define the fixture `encoder`."""

    TEXTS = (
        "Garlic soup cures the virus",
        "喝大蒜水能治好病毒",
        "",
        "a",
        "Официально: мост не упал 🙂",
        "A much longer text, so that the batch is uneven. " * 12,
    )

    @pytest.fixture
    def encoder(self) -> Encoder:
        raise NotImplementedError

    def test_it_says_its_name_and_revision(self, encoder):
        assert isinstance(encoder, Encoder)
        assert encoder.name
        assert encoder.revision

    def test_vectors_have_the_promised_shape_and_unit_length(self, encoder):
        vectors = encoder.encode(self.TEXTS)
        assert vectors.shape == (len(self.TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)

    def test_no_texts_give_no_vectors(self, encoder):
        assert encoder.encode([]).shape == (0, encoder.dimension)

    @pytest.mark.parametrize("query", [True, False])
    def test_a_text_has_the_same_vector_in_any_company(self, encoder, query):
        together = encoder.encode(self.TEXTS, query=query)
        alone = np.vstack([encoder.encode([text], query=query) for text in self.TEXTS])
        backwards = encoder.encode(self.TEXTS[::-1], query=query)[::-1]
        np.testing.assert_allclose(together, alone, atol=1e-5)
        np.testing.assert_allclose(together, backwards, atol=1e-5)

    def test_like_is_nearer_than_unlike(self, encoder):
        post, near, far = encoder.encode(
            ["garlic soup cures the virus", "Soup with garlic cures a virus", "The bank is closed on Monday"]
        )
        assert post @ near > post @ far


class TokenEncoderContract(EncoderContract):
    """For encoders that tell tokens apart."""

    @pytest.mark.parametrize("query", [True, False])
    def test_tokens_cover_the_words_of_the_text(self, encoder, query):
        assert isinstance(encoder, TokenEncoder)
        for text, tokens in zip(self.TEXTS, encoder.encode_tokens(self.TEXTS, query=query), strict=True):
            assert tokens.vectors.shape == (len(tokens.offsets), encoder.dimension)
            covered = {i for start, end in tokens.offsets.tolist() for i in range(start, end)}
            assert covered >= {i for i, char in enumerate(text) if char.isalnum()}
            assert all(0 <= start < end <= len(text) for start, end in tokens.offsets.tolist())
            np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-4)
