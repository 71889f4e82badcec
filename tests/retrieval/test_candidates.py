import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.compiled import ranks
from provenance.indexing.base import Ranking
from provenance.retrieval import candidates
from provenance.retrieval.candidates import fuse_each

rankings = st.lists(st.integers(0, 30), unique=True, max_size=12)


def ranking(rows):
    return Ranking(np.array(rows, np.int64), np.linspace(9, 1, len(rows)).astype(np.float32))


def fuse(words, dense, *, k):
    (found,) = fuse_each([(words, dense)], k=k)
    return found


def test_a_record_that_both_indexes_return_comes_first():
    assert fuse(ranking([1, 2, 3]), [ranking([4, 2, 5])], k=9).rows[0] == 2


def test_a_record_that_only_words_find_keeps_its_score():
    found = fuse(ranking([7]), [ranking([8])], k=9)
    assert dict(zip(found.rows.tolist(), found.lexical.tolist(), strict=True)) == {7: 9.0, 8: 0.0}


def test_a_part_of_a_post_counts_as_much_as_the_whole():
    whole, part = ranking([1, 2, 3]), ranking([3, 9])
    assert fuse(ranking([]), [whole, part], k=9).rows.tolist()[:2] == [1, 3]


@given(rankings, rankings, rankings, st.integers(1, 8))
def test_no_row_twice_and_never_more_than_asked_for(words, whole, part, k):
    found = fuse(ranking(words), [ranking(whole), ranking(part)], k=k)
    assert len(set(found.rows.tolist())) == len(found) == min(k, len({*words, *whole, *part}))
    assert np.all(np.diff(found.fused) <= 0)


@pytest.mark.skipif(not ranks.is_there(), reason="installed without a C compiler")
@given(st.lists(st.tuples(rankings, st.lists(rankings, max_size=3)), max_size=4), st.integers(1, 8))
def test_posts_fused_in_compiled_loops_have_the_candidates_that_numpy_gives_them(posts, k):
    asked = [(ranking(words), [ranking(rows) for rows in dense]) for words, dense in posts]
    compiled = fuse_each(asked, k=k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "fused", lambda *_: None)
        plain = fuse_each(asked, k=k)
    for one, other in zip(compiled, plain, strict=True):
        assert one.rows.tolist() == other.rows.tolist()
        assert one.lexical.tobytes() == other.lexical.tobytes()
        assert one.fused.tobytes() == other.fused.tobytes()
