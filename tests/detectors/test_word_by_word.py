"""Claims that words and meaning leave in doubt, and claims of another language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.debunked import LEAST_BITS, DebunkedDetector
from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.model.wordwise import Wordwise, WordwisePart
from provenance.retrieval import Retriever
from provenance.scoring.wordwise_bits import ABROAD, LEAST_NEARNESS, TURN, same_language
from tests.detectors.test_debunked import AsRanked, fact_check, hit


@dataclass
class Reads:
    """Finds the same in every pair, and counts how often it was asked."""

    words: Wordwise | None
    asked: int = 0

    def between(self, post: str, claim: str) -> Wordwise | None:
        self.asked += 1
        return self.words

    def in_part(self, post: str, claim: str) -> WordwisePart | None:
        self.asked += 1
        covered = self.words.covered if self.words else 0.0
        return WordwisePart(TextSpan(0, 3), covered, covered)


SAME = Wordwise(covered=0.9, ground=0.7)
OTHER = Wordwise(covered=0.75, ground=0.72)


def context_of(hits, text):
    return Context(
        post=Post(id="p", text=text),
        hits={Kind.FACT_CHECK: hits},
        index_version="v",
        settings=Settings(),
        now=datetime(2024, 5, 1, tzinfo=UTC),
    )


def findings(hits, reader, text):
    return list(DebunkedDetector(AsRanked()).detect(replace(context_of(hits, text), wordwise=reader)))


def abroad(nearness=LEAST_NEARNESS + 0.5):
    record = fact_check("soup", claim="Soup turns blue at night", lang="en")
    return Hit(record, -9.0, {"meaning_head_z": nearness}, {"prior": -9.0})


def test_a_doubtful_claim_that_stands_there_word_by_word_is_reported():
    doubtful = hit(fact_check("soup", claim="Soup turns blue at night"), LEAST_BITS - 0.5)
    text = "they say that at night the soup gets blue"
    assert not findings([doubtful], None, text)
    (found,) = findings([doubtful], Reads(SAME), text)
    assert "word-by-word" in [reason.code for reason in found.reasons]


def test_a_post_on_the_topic_alone_is_not_reported_any_more():
    doubtful = hit(fact_check("soup", claim="Soup turns blue at night"), LEAST_BITS + 0.5)
    text = "soup of the night: blue cheese"
    assert findings([doubtful], None, text)
    assert not findings([doubtful], Reads(OTHER), text)


def test_what_is_clear_is_not_read_word_by_word():
    reader = Reads(SAME)
    findings([hit(fact_check("clear", claim="Soup turns blue"), 9.0)], reader, "soup turns blue")
    findings([hit(fact_check("far", claim="Soup turns blue"), -5.0)], reader, "the bus is late")
    assert reader.asked == 0


def test_a_claim_of_another_language_is_found_by_its_words():
    (found,) = findings([abroad()], Reads(SAME), "汤到了晚上会变成蓝色")
    assert found.citations[0].evidence_id == "soup"
    assert "other-language" in [reason.code for reason in found.reasons]
    assert (found.matches[0].measure, found.matches[0].post_span) == ("word-by-word", TextSpan(0, 3))
    assert not findings([abroad()], Reads(OTHER), "汤到了晚上会变成蓝色")
    assert not findings([abroad()], Reads(SAME), "the night soup is on the menu, and it is blue as ever before")


def test_a_denial_in_another_language_stays_silent():
    assert not findings([abroad()], Reads(SAME), "辟谣：汤到了晚上不会变成蓝色，这是假的")


@pytest.mark.parametrize("share", [0.0, 0.3, TURN, 0.6, 1.0])
def test_more_of_a_claim_never_speaks_against_it(share):
    less = Wordwise(covered=0.7 + 0.3 * share, ground=0.7)
    assert same_language(replace(less, covered=less.covered + 0.01)) >= same_language(less)
    part = WordwisePart(TextSpan(0, 3), covered=share, explained=share)
    assert ABROAD.of(replace(part, covered=share + 0.01)) > ABROAD.of(part)
    assert ABROAD.of(replace(part, explained=share + 0.01)) > ABROAD.of(part)


def test_in_a_language_whose_common_words_are_unknown_a_claim_must_be_said_word_by_word(tmp_path):
    claims = {"bridge": "El puente viejo se vende a una fábrica", "soup": "La sopa de ortigas cura los huesos rotos"}
    records = [fact_check(name, claim=claim, lang="es") for name, claim in claims.items()]
    build_index(records, tmp_path, encoder=StubEncoder())
    retriever = Retriever.open(IndexBundle.open(tmp_path), Settings(), StubEncoder())
    text = "La sopa de ortigas cura los huesos rotos de mi abuela"
    (found,) = retriever.retrieve([Post(id="p", text=text)])
    for words, told in ((SAME, True), (OTHER, False)):
        context = replace(context_of(found[Kind.FACT_CHECK], text), wordwise=Reads(words))
        assert bool(list(DebunkedDetector().detect(context))) is told
