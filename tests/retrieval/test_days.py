"""Fact-checks of the days around a post: found apart, joined behind the others, and weighed by where they stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.retrieval.candidates import Candidates
from provenance.retrieval.days import STANDING, join, near_gaps, standing

ONE_POOL = np.array([4])


def article(name, title, day, **more):
    more = {"kind": Kind.FACT_CHECK, "text": "We asked, and it is not so.", **more}
    return Evidence(id=name, title=title, lang="en", published_at=Interval.parse(day) if day else None, **more)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory):
    # Thirty articles share two words with the post, the one of its days shares one.
    often = [article(f"often-{n}", f"The ferry and the harbour, part {n}", "2015-01-01") for n in range(30)]
    records = [
        *often,
        article("of-the-days", "No photograph of that ferry exists", "2021-06-03"),
        article("undated", "A ferry that nobody saw", None),
        article("stated", "A ferry again", "2021-06-03", claim="The ferry was sold"),
        article("release", "The ferry runs on Sundays", "2021-06-03", kind=Kind.RELEASE),
    ]
    folder = tmp_path_factory.mktemp("index")
    build_index(records, folder, encoder=StubEncoder())
    return Retriever.open(IndexBundle.open(folder), Settings(candidates=10), StubEncoder())


def found(retriever, day):
    post = Post(id="p", text="ferry harbour", posted_at=Interval.parse(day) if day else None)
    (compared,) = retriever.compare([post])
    names = [retriever._bundle.records.evidence(row).id for row in compared.candidates.rows.tolist()]
    return names, compared


def test_an_article_of_the_days_is_found_though_many_others_share_more_words(retriever):
    names, compared = found(retriever, "2021-06-01")
    assert "of-the-days" in names[10:]
    assert len(names) == len(set(names))
    assert compared.candidates.fused[names.index("of-the-days")] == 0
    assert compared.candidates.lexical[names.index("of-the-days")] > 0


@pytest.mark.parametrize("day", [None, "2012-01-01", "2023-06-01"])
def test_a_post_of_other_days_or_of_none_looks_nowhere_else(retriever, day):
    names, _ = found(retriever, day)
    assert len(names) == 10
    assert "of-the-days" not in names


def test_only_dated_fact_checks_without_a_claim_are_looked_at_apart(retriever):
    names, _ = found(retriever, "2021-06-01")
    assert not {"undated", "stated", "release"} & set(names[10:])


def test_what_was_found_twice_stays_where_it_was():
    pool = Candidates(np.array([5, 7]), np.array([0.0, 2.0], np.float32), np.array([0.03, 0.02], np.float32))
    near = Candidates(np.array([7, 5, 9]), np.array([2.0, 1.5, 1.0], np.float32), np.array([0.1] * 3, np.float32))
    joined = join(pool, near)
    assert joined.rows.tolist() == [5, 7, 9]
    assert joined.lexical.tolist() == [1.5, 2.0, 1.0]
    assert joined.fused.tolist() == pytest.approx([0.03, 0.02, 0.0])


def test_standing_counts_the_records_of_the_days_alone():
    words = np.array([9, 3, 6, 1], np.float32)
    meaning = np.array([0.9, np.nan, 0.7, 0.8], np.float32)
    gaps = np.array([-400, 1, 2, np.nan], np.float32)
    places = standing(words, meaning, gaps, np.ones(4, np.bool_), ONE_POOL)
    assert np.isnan(places[[0, 3]]).all()
    by_name = dict(zip(STANDING, places[2].tolist(), strict=True))
    assert (by_name["days_words_rank"], by_name["days_words_gap"], by_name["days_meaning_rank"]) == (0, 0, 0)
    assert by_name["days_words_share"] == pytest.approx(6 / 9)
    assert places[1, 0] == 1
    assert places[1, 1] == -3


def test_pools_do_not_see_one_another():
    words, gaps = np.array([5, 1, 2, 3], np.float32), np.zeros(4, np.float32)
    both = standing(words, words, gaps, np.ones(4, np.bool_), np.array([1, 3]))
    apart = [
        standing(words[a:b], words[a:b], gaps[a:b], np.ones(b - a, np.bool_), np.array([b - a]))
        for a, b in ((0, 1), (1, 4))
    ]
    assert np.array_equal(both, np.vstack(apart))


@given(st.lists(st.tuples(st.floats(0, 30, width=32), st.floats(-60, 60, width=32)), min_size=1, max_size=12))
def test_someone_is_always_first_and_nobody_is_ahead_of_the_first(pairs):
    words, gaps = (np.array(column, np.float32) for column in zip(*pairs, strict=True))
    places = standing(words, words, gaps, np.ones(len(gaps), np.bool_), np.array([len(gaps)]))
    inside = places[~np.isnan(places[:, 0])]
    assert sorted(inside[:, 0].tolist()) == list(range(len(inside)))
    assert (inside[:, 1] <= 0).all()


def test_days_far_away_are_as_good_as_unknown_ones():
    gaps = np.array([-700, -2, 0, 14, 15, np.nan], np.float32)
    assert np.isnan(near_gaps(gaps)).tolist() == [True, False, False, False, True, True]
