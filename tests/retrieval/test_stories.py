"""How candidates stand among those of their story."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.retrieval.stories import SAME, STORY, Stories

# Two houses on one rumour, a third rumour that is like neither, and what lies opposite so that the mean is nothing.
HEADS = np.array([[1, 0.1, 0], [1, -0.1, 0], [0, 0, 1], [-1, -0.1, 0], [-1, 0.1, 0], [0, 0, -1]], np.float32)


class Vectors:
    """One vector a row; the last row of `without` has none."""

    def __init__(self, heads, without=()):
        self.heads, self.without = heads, without

    def of_rows(self, rows):
        counts = np.array([row not in self.without for row in rows.tolist()], np.int64)
        return self.heads[rows[counts > 0]], counts


#: Asks for what the first record tells.
ASKED = np.array([0.8, 0.6, 0], np.float32)


def standing(rows, words, meaning, without=()):
    stories = Stories(Vectors(HEADS, without), np.arange(len(HEADS)))
    found = stories.of(np.array(rows), np.array(words, np.float32), np.array(meaning, np.float32), ASKED)
    return [dict(zip(STORY, line, strict=True)) for line in found.tolist()]


def test_of_two_houses_on_one_rumour_the_one_that_shares_less_is_behind_the_other():
    better, behind, _ = standing([0, 1, 2], [5, 3, 9], [0.8, 0.85, 0.7])
    assert better["story_size"] == behind["story_size"] == 1
    assert (better["story_words_gap"], behind["story_words_gap"]) == (0, -2)
    assert better["story_meaning_gap"] == pytest.approx(-0.05)
    assert behind["story_meaning_gap"] == 0
    assert behind["story_better_words"] == better["story_better_meaning"] > SAME
    assert better["story_better_words"] == pytest.approx(0, abs=0.01)  # the third one alone shares more


def test_a_rumour_that_one_record_tells_is_compared_with_none():
    *_, alone = standing([0, 1, 2], [5, 3, 1], [0.8, 0.85, 0.7])
    assert (alone["story_size"], alone["story_words_gap"], alone["story_meaning_gap"]) == (0, 0, 0)
    assert max(alone["story_better_words"], alone["story_better_meaning"]) < SAME


def test_a_single_candidate_has_no_other_one():
    (only,) = standing([2], [4], [0.9])
    assert only["answer_likeness_gap"] == 0
    assert [only[name] for name in STORY if name.startswith("story")] == [-1, -1, -1, -1, 0, 0, 0]


def test_a_record_is_the_more_like_an_answer_the_nearer_it_lies_to_what_is_asked():
    first, second, other = standing([0, 1, 2], [5, 3, 9], [0.8, 0.85, 0.7])
    assert (first["answer_likeness"], first["answer_likeness_gap"]) == (pytest.approx(0.86), 0)
    assert second["answer_likeness_gap"] == pytest.approx(-0.12)
    assert other["answer_likeness"] == 0


def test_a_record_without_a_vector_belongs_to_no_story_and_answers_nothing():
    *_, without = standing([0, 1], [5, 3], [0.8, float("nan")], without=(1,))
    assert (without["story_size"], without["answer_likeness"]) == (0, -1)


@given(st.permutations(range(5)), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_the_order_of_the_candidates_does_not_matter(order, words):
    rows, meaning = np.arange(5), np.linspace(0.7, 0.9, 5)
    straight = standing(rows, words, meaning)
    mixed = standing(rows[list(order)], np.array(words)[list(order)], meaning[list(order)])
    for place, line in zip(order, mixed, strict=True):
        assert line == pytest.approx(straight[place], abs=1e-5)
