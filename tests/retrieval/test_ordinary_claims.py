"""Claims of many languages, to which the nearness of a post to some record is compared."""

from __future__ import annotations

import pytest

from provenance.encoders.stub import StubEncoder
from provenance.retrieval.background import LEAST
from provenance.retrieval.ordinary_claims import OrdinaryClaims, claims_of_languages, ordinary_claims
from provenance.text.language import script_of


class Counting(StubEncoder):
    """Knows what it was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def encode(self, texts, *, query=False):
        self.asked += texts
        return super().encode(texts, query=query)


def test_every_language_of_the_table_has_enough_claims_to_be_a_background():
    further = claims_of_languages().keys() - ordinary_claims().keys()
    assert {"es", "pt", "fr", "de", "ru", "ar", "hi", "ja"} <= further
    assert all(len(set(claims_of_languages()[language])) >= LEAST for language in further)


@pytest.mark.parametrize(
    ("language", "script"), [("ru", "cyrillic"), ("ar", "arabic"), ("hi", "devanagari"), ("de", "latin")]
)
def test_claims_are_written_in_the_script_of_their_language(language, script):
    assert {script_of(claim) for claim in claims_of_languages()[language]} == {script}


def test_only_the_language_that_is_asked_for_is_encoded_and_once():
    encoder = Counting()
    claims = OrdinaryClaims(encoder, ["zh-tw", "de", "cyrillic", "other", "pt-br"])
    assert len(claims.of(1)) == len(claims.of(1)) == len(encoder.asked) == len(claims_of_languages()["de"])
    assert len(claims.of(2)) == len(claims_of_languages()["ru"])
    assert len(claims.of(0)) == len(ordinary_claims()["zh"])
    assert len(claims.of(4)) == len(claims_of_languages()["pt"])


def test_of_a_language_without_claims_nothing_is_said():
    claims = OrdinaryClaims(StubEncoder(), ["other"])
    assert claims.of(0) is None
    assert [len(vectors) for vectors in claims.anywhere()] == [len(found) for found in ordinary_claims().values()]
