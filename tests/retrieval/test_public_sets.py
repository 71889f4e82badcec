"""What retrieval reaches on the public sets stays above its floors (`benchmarks/figures/retrieval.md` has them).

The indexes are built once a session with the default encoder: half a minute of CPU for the Chinese set, three minutes
for the English one.
"""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.debunked import DebunkedDetector
from provenance.encoders import open_encoder
from provenance.evaluate.metrics import average_precision
from provenance.evaluate.trec import read_qrels
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.interval import Interval
from provenance.retrieval import Retriever
from provenance.sources import read_evidence, read_posts

pytestmark = [pytest.mark.data, pytest.mark.slow, pytest.mark.model]

LATER = timedelta(days=730)


class PublicSet:
    """Posts of a set's development half, asked of an index of all its records."""

    def __init__(self, source: Path, index: Path, grade: int) -> None:
        build_index(read_evidence(source / "evidence.jsonl.gz"), index)
        self.retriever = Retriever.open(IndexBundle.open(index), Settings(), open_encoder(cache=True))
        judged = read_qrels(source / "qrels_dev.txt")
        self.good = {post: {name for name, given in of.items() if given >= grade} for post, of in judged.items()}
        self.posts = [post for post in read_posts(source / "posts_dev.jsonl") if self.good.get(post.id)]

    def hits(self, posts=None):
        return list(self.retriever.rank(self.posts if posts is None else posts, k=60))

    def map_at_5(self, posts=None, without=lambda post, record: False):
        values = []
        for post, hits in zip(self.posts, self.hits(posts), strict=True):
            relevant = {name for name in self.good[post.id] if not without(post.id, name)}
            names = [hit.evidence.id for hit in hits if not without(post.id, hit.evidence.id)]
            if relevant:
                values.append(average_precision(names, relevant, 5))
        return float(np.mean(values))

    def debunked(self, posts):
        """Share of posts that are told to be debunked."""
        settings, detector, found = Settings(), DebunkedDetector(), []
        for post, hits in zip(posts, self.retriever.retrieve(posts), strict=True):
            context = Context(post=post, hits=hits, index_version="", settings=settings, now=post.posted_at.end)
            found.append(any(each.confidence >= settings.min_confidence for each in detector.detect(context)))
        return float(np.mean(found))


@pytest.fixture(scope="session")
def english(shared, tmp_path_factory):
    return PublicSet(shared / "data" / "checkthat2022_2a_en", tmp_path_factory.mktemp("english"), grade=1)


@pytest.fixture(scope="session")
def chinese_folder(shared):
    return shared / "data" / "zh_post_to_refutation"


@pytest.fixture(scope="session")
def chinese(chinese_folder, tmp_path_factory):
    return PublicSet(chinese_folder, tmp_path_factory.mktemp("chinese"), grade=2)


def test_english_tweets_find_their_fact_check(english):
    assert english.map_at_5() >= 0.96


def test_a_tweet_without_a_date_still_finds_it(english):
    assert english.map_at_5([replace(post, posted_at=None) for post in english.posts]) >= 0.93


def test_a_tweet_that_comes_back_two_years_later_still_finds_it(english):
    moved = [
        post
        if post.posted_at is None
        else replace(post, posted_at=Interval(post.posted_at.start + LATER, post.posted_at.end + LATER))
        for post in english.posts
    ]
    assert english.map_at_5(moved) >= 0.93


def test_chinese_posts_find_their_refutations(chinese):
    assert chinese.map_at_5() >= 0.89


def test_chinese_posts_find_what_others_say_than_the_ruling_on_themselves(chinese, chinese_folder):
    rows = map(json.loads, (chinese_folder / "notes_dev.jsonl").read_text(encoding="utf-8").splitlines())
    own = {row["id"]: row["own_ruling"] for row in rows}
    assert chinese.map_at_5(without=lambda post, record: own.get(post) == record) >= 0.82
    assert chinese.map_at_5(without=lambda post, record: record.startswith("wr-")) >= 0.76


def test_posts_that_nothing_debunks_score_low_and_stay_unreported(chinese, chinese_folder):
    others = list(read_posts(chinese_folder / "nomatch_dev.jsonl"))
    best = [hits[0].weight_bits for hits in chinese.hits()]
    below = [hits[0].weight_bits for hits in chinese.hits(others)]
    assert np.mean([(high > low) + 0.5 * (high == low) for high in best for low in below]) >= 0.95
    assert chinese.debunked(others) <= 0.03
    assert chinese.debunked(chinese.posts) >= 0.8
