"""What goes to Milvus, without Milvus: weights of words, keys of rows, and what a night sends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import JobError
from provenance.indexing.analysis import terms_of
from provenance.indexing.bm25 import CHANNELS, rounded_length
from provenance.indexing.lexical_exact import ExactLexical
from provenance.indexing.lexical_query import DEFAULT_BOOSTS, weighted_terms
from provenance.indexing.milvus.items import difference
from provenance.indexing.milvus.rows import keys, living
from provenance.indexing.milvus.store import OPEN, MilvusStore, moment_of
from provenance.indexing.milvus.weights import counts_of, dimension, document_weights

TEXT = st.lists(st.sampled_from(["bridge", "garlic", "大桥坍塌", "银行", "2020", "kött"]), max_size=10).map(" ".join)
ROWS = st.lists(st.fixed_dictionaries({"claim": TEXT}, optional={"body": TEXT}), min_size=1, max_size=8)


@given(rows=ROWS, query=TEXT)
def test_the_inner_product_of_weights_is_bm25(rows, query):
    counts = [counts_of(texts, ()) for texts in rows]
    means = {
        channel: sum(each[channel].total() for each in counts if channel in each) / len(rows) for channel in CHANNELS
    }
    documents = [document_weights(each, means) for each in counts]
    asked: dict[int, float] = {}
    for name, part, term, weight in weighted_terms(terms_of(query), DEFAULT_BOOSTS):
        channel = f"{name}_{part}"
        holding = sum(term in each.get(channel, ()) for each in counts)
        rarity = math.log(1 + (len(rows) - holding + 0.5) / (holding + 0.5))
        asked[dimension(channel, term)] = weight * rarity
    found = [sum(weight * asked.get(at, 0.0) for at, weight in document.items()) for document in documents]
    (exact,) = ExactLexical(rows).search([query], len(rows))
    expected = dict(zip(exact.rows.tolist(), exact.similarities.tolist(), strict=True))
    assert found == pytest.approx([expected.get(row, 0.0) for row in range(len(rows))], rel=1e-4)


@given(st.integers(0, 2_000_000_000))
def test_lengths_are_rounded_down_by_an_eighth_at_most(terms):
    assert terms * 7 / 8 <= rounded_length(terms) <= terms


def test_short_texts_have_their_own_length():
    assert [rounded_length(terms) for terms in (0, 1, 39, 40, 41, 42, 43, 57, 60, 100)] == [
        *(0, 1, 39, 40, 40, 42, 42, 56, 60, 96)
    ]


class Held:
    """Items as they would lie in a version: of (owner, nth) a value each."""

    def __init__(self, held):
        self.held = held
        self.owners = np.array([owner for owner, _ in held], np.uint64)
        self.nth = np.array([nth for _, nth in held], np.int64)
        self.kept = np.array(list(held.values()), np.int64)

    def __len__(self):
        return len(self.held)

    def values(self, numbers):
        return self.kept[numbers].tolist()

    def same(self, numbers, other, others):
        return self.kept[numbers] == other.kept[others]


HELD = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 2)), st.integers(0, 2), max_size=12)


@given(new=HELD, old=HELD)
def test_a_night_sends_what_is_new_or_altered_and_ends_what_is_gone_or_altered(new, old):
    added, gone = difference(Held(new), Held(old))
    assert {list(new)[at] for at in added} == {key for key in new if new[key] != old.get(key)}
    assert {list(old)[at] for at in gone} == {key for key in old if old[key] != new.get(key)}


def test_every_row_has_a_key_of_its_own():
    owners = np.repeat(np.arange(1_000, dtype=np.uint64), 20)
    nth = np.tile(np.arange(20), 1_000)
    every = np.concatenate([keys(owners, nth, since) for since in (0, 20261127000000, 20261128000000)])
    assert len(np.unique(every)) == len(every)


def test_a_version_sees_what_began_by_its_moment_and_has_not_ended():
    assert living(moment_of("20261127T021500Z-abc")) == "since <= 20261127021500 and until > 20261127021500"
    assert moment_of("20261127T021500Z-abc") < moment_of("20261128T000000Z-abc") < OPEN


def test_a_version_that_is_not_named_after_its_time_is_refused():
    with pytest.raises(JobError, match="named after its time"):
        moment_of("v1")


def test_names_are_those_that_milvus_allows_and_sort_by_time():
    store = MilvusStore("m.db", alias="desk")
    names = [store.at(version, "words") for version in ("20261127T021500Z-b", "20261128T021500Z-a")]
    assert names == sorted(names)
    assert names[0] == "desk_at_20261127T021500Z_b_words"
    assert store.published("pdq") == "desk_pdq"
