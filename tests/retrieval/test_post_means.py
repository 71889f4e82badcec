"""What posts have in common is taken off their vectors before records are looked for."""

import numpy as np
import pytest

from provenance.encoders import DEFAULT
from provenance.retrieval.post_means import SHARE, distinct_part


def test_posts_are_less_alike_without_what_they_share():
    random = np.random.default_rng(0)
    shared = distinct_part(np.zeros((1, 384), np.float32), DEFAULT)[0] / -SHARE
    posts = shared + 0.02 * random.standard_normal((20, 384)).astype(np.float32)

    def likeness(vectors):
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return float((unit @ unit.T)[np.triu_indices(len(unit), 1)].mean())

    assert likeness(distinct_part(posts, DEFAULT)) < likeness(posts) - 0.1


def test_the_mean_of_unit_vectors_is_no_longer_than_one():
    assert 0.5 < np.linalg.norm(distinct_part(np.zeros((1, 384), np.float32), DEFAULT)) / SHARE <= 1


@pytest.mark.parametrize("name", ["stub", "a/model-of-your-own"])
def test_vectors_of_an_encoder_without_a_table_stay_as_they_are(name):
    vectors = np.eye(4, dtype=np.float32)
    assert distinct_part(vectors, name) is vectors
