"""Shingles as numbers are shared by two keys as the shingles themselves are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment import shingle_runs
from provenance.alignment.near_copies import copy_key, shingles
from provenance.alignment.shingle_runs import ShingleRuns, hashed_shingles

keys = st.lists(
    st.text(st.sampled_from([*"停水三天请接水abcdefgh"]), min_size=8, max_size=40).map(copy_key), max_size=8
)


def runs_of(*lists):
    return ShingleRuns.joined([hashed_shingles(each) for each in lists if each])


@given(keys, keys)
def test_keys_of_several_portions_share_as_many_numbers_as_shingles(first, second):
    every = [*first, *second]
    runs, pieces = runs_of(first, second), [shingles(key) for key in every]
    assert runs.sizes.tolist() == [len(own) for own in pieces]
    left, right = (each.ravel() for each in np.indices((len(every), len(every))))
    shared = runs.shared(left, right).reshape(len(every), len(every))
    assert shared.tolist() == [[len(one & two) for two in pieces] for one in pieces]


def test_without_the_compiled_loop_sets_share_as_many(monkeypatch):
    every = [copy_key(text) for text in ("全城停水三天请接水", "请接水全城停水三天", "停水三天请大家都接水")]
    runs, pairs = runs_of(every), (np.array([0, 0, 1]), np.array([1, 2, 2]))
    compiled = runs.shared(*pairs).tolist()
    monkeypatch.setattr(shingle_runs, "shared_by_pairs", lambda *_: None)
    assert runs.shared(*pairs).tolist() == compiled
    assert compiled[0] > 0
