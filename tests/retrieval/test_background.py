"""What is near by chance: learned from the index, or from common claims where the index is too small to tell."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.retrieval.background import LEAST, Background


class Rows:
    """Every record has one vector."""

    def __init__(self, vectors):
        self.vectors = vectors

    def of_rows(self, rows):
        return self.vectors[rows], np.ones(len(rows), np.int64)


class Claims:
    """Claims of some languages, by number; a post of any language may be compared with all of them."""

    def __init__(self, of):
        self.known = of

    def of(self, number):
        return self.known.get(number)

    def anywhere(self):
        return list(self.known.values())


class Unasked:
    """Nobody may need other claims than the index has."""

    def of(self, number):
        pytest.fail("not asked for")

    anywhere = of


def around(angle, count, seed):
    """Unit vectors near one direction of the plane, as the texts of one language lie together."""
    angles = angle + np.random.default_rng(seed).normal(0, 0.1, count)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def moments(records, elsewhere=None):
    background = Background(np.zeros(len(records), np.int32), Rows(records), elsewhere)
    queries = np.array([[0.0, 1.0], [1.0, 0.0]], np.float32)
    mean, spread = background.of(queries, np.array([1]), np.zeros(1, np.int32))
    return float(mean[0]), float(spread[0])


def test_a_large_index_is_its_own_background():
    records = around(0.5, LEAST, 1)
    assert moments(records, Unasked())[0] == pytest.approx(records[:, 0].mean())


def test_a_small_index_is_judged_by_common_claims_in_the_language_of_the_record():
    near, far = around(0.3, 30, 2), around(1.2, 30, 3)
    mean, spread = moments(around(0.0, 2, 4), Claims({0: far, 1: near}))
    assert mean == pytest.approx(far[:, 0].mean())
    assert spread == pytest.approx(far[:, 0].std(), rel=1e-4)


def test_a_small_index_of_another_language_is_judged_by_the_common_claims_nearest_to_the_post():
    near, far = around(0.3, 30, 2), around(1.2, 30, 3)
    mean, _ = moments(around(0.0, 2, 4), Claims({1: far, 2: near}))
    assert mean == pytest.approx(near[:, 0].mean())


def test_two_languages_that_fill_an_index_together_are_still_told_apart():
    near, far = around(0.3, LEAST - 1, 2), around(1.2, LEAST - 1, 3)
    common = {0: around(0.3, 30, 5), 1: around(1.2, 30, 6)}
    languages = np.repeat([0, 1], LEAST - 1).astype(np.int32)
    background = Background(languages, Rows(np.concatenate([near, far])), Claims(common))
    mean, spread = background.of(np.array([[1.0, 0.0]], np.float32), np.zeros(2, np.int64), np.array([0, 1], np.int32))
    np.testing.assert_allclose(mean, [common[0][:, 0].mean(), common[1][:, 0].mean()], rtol=1e-5)
    assert spread.max() < np.concatenate([near, far])[:, 0].std() / 2


def test_with_nothing_to_compare_with_it_says_nothing():
    assert np.isnan(moments(around(0.0, 2, 4))[0])


def three_languages(claims):
    """Two languages with enough records and one with few, and a post near the first and the last."""
    near, far, few = around(0.3, LEAST, 2), around(1.2, LEAST, 3), around(0.1, 3, 4)
    languages = np.repeat([0, 1, 2], [LEAST, LEAST, 3]).astype(np.int32)
    background = Background(languages, Rows(np.concatenate([far, near, few])), claims)
    mean, _ = background.of(np.array([[1.0, 0.0]], np.float32), np.zeros(1, np.int64), np.array([2], np.int32))
    return float(mean[0]), near


def test_a_language_of_few_records_is_judged_by_claims_in_it():
    """Beside texts of other languages each record of its own would look near to a post in it."""
    own = around(0.05, 30, 7)
    assert three_languages(Claims({2: own}))[0] == pytest.approx(own[:, 0].mean())


def test_a_language_without_claims_is_judged_by_the_one_nearest_to_the_post():
    mean, near = three_languages(Claims({}))
    assert mean == pytest.approx(near[:, 0].mean())
