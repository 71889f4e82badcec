"""Posts' vectors are turned towards the fact-checks that answer them before these are looked for."""

import numpy as np
import pytest

from provenance.encoders import DEFAULT
from provenance.retrieval.answers import Answers
from provenance.retrieval.post_means import distinct_part


def test_a_matrix_keeps_what_tells_answers_apart():
    vectors = np.random.default_rng(0).standard_normal((3, 384)).astype(np.float32)
    half = np.diag(np.repeat([1, 0], 192)).astype(np.float32)
    asked = Answers({DEFAULT: half}).asked(vectors, DEFAULT)
    assert asked[:, :192] == pytest.approx(distinct_part(vectors, DEFAULT)[:, :192])
    assert not asked[:, 192:].any()


def test_what_is_shipped_turns_posts_less_than_it_leaves_them():
    vectors = np.random.default_rng(0).standard_normal((200, 384)).astype(np.float32)
    before, after = distinct_part(vectors, DEFAULT), Answers.shipped().asked(vectors, DEFAULT)
    cosines = (before * after).sum(axis=1) / np.linalg.norm(before, axis=1) / np.linalg.norm(after, axis=1)
    assert 0.5 < cosines.mean() < 0.999


@pytest.mark.parametrize("name", ["stub", "a/model-of-your-own"])
def test_posts_of_an_encoder_without_a_matrix_are_asked_as_they_are(name):
    vectors = np.eye(4, dtype=np.float32)
    assert Answers.shipped().asked(vectors, name) is vectors
