"""Search by vectors, against brute force."""

from __future__ import annotations

import os
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.encoders.stub import StubEncoder
from provenance.errors import IndexCorrupt, JobError
from provenance.indexing import stored_vectors, vector
from provenance.indexing.exact import ExactVectors
from provenance.indexing.fields import FIELDS
from provenance.indexing.vector import VectorIndex
from provenance.indexing.vector_writer import VectorWriter, write_faiss
from tests.indexing.contract import IndexContract

ENCODER = StubEncoder(32)


def write(
    folder: Path, vectors: np.ndarray, owners: list[int], rows: int, views=None, groups=None, **options
) -> VectorIndex:
    writer = VectorWriter(folder, vectors.shape[1], **options)
    middle = len(owners) // 2  # in two parts, as a build does
    views = views or ["claim"] * len(owners)
    for part in (slice(0, middle), slice(middle, None)):
        writer.add(owners[part], views[part], vectors[part])
    writer.close(rows, groups)
    return VectorIndex.open(folder)


def random_vectors(count: int, dimension: int = 32, seed: int = 0) -> np.ndarray:
    """Clustered, as vectors of texts are."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((max(1, count // 20), dimension))
    vectors = centres[random.integers(len(centres), size=count)] + 0.5 * random.standard_normal((count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


@pytest.fixture
def without_loops(monkeypatch):
    monkeypatch.setattr("provenance.compiled.vectors._function", lambda: None)


class TestFlatVectors(IndexContract):
    tolerance = 2e-3  # vectors are kept in float16

    def build(self, folder, texts):
        return write(folder, ENCODER.encode(texts), list(range(len(texts))), len(texts))

    def exact(self, texts):
        return ExactVectors(len(texts), ENCODER.encode(texts), list(range(len(texts))))

    def query(self, text):
        return ENCODER.encode([text], query=True)[0]


class TestFlatVectorsUnderAWideFilter(TestFlatVectors):
    @pytest.fixture(autouse=True)
    def _no_scan(self, monkeypatch):
        monkeypatch.setattr(vector, "SCAN_UNTIL", 0)


class TestFlatVectorsWithoutACompiler(TestFlatVectors):
    @pytest.fixture(autouse=True)
    def _plain(self, without_loops):
        pass


class TestExactVectors(TestFlatVectors):
    """The reference keeps its own contract, but is never saved."""

    def build(self, folder, texts):
        return self.exact(texts)

    def test_opening_it_again_gives_the_same_answers(self):
        assert not hasattr(ExactVectors, "save")


@given(data=st.data(), rows=st.integers(1, 12))
def test_rows_with_none_or_several_vectors_rank_by_their_nearest(tmp_path_factory, data, rows):
    owners = sorted(data.draw(st.lists(st.integers(0, rows - 1), max_size=30)))
    vectors = random_vectors(len(owners), seed=rows).reshape(-1, 32)
    queries = random_vectors(3, seed=99)
    k = data.draw(st.integers(1, 15))
    found = write(tmp_path_factory.mktemp("v"), vectors, owners, rows).search(queries, k)
    for one, other in zip(found, ExactVectors(rows, vectors, owners).search(list(queries), k), strict=True):
        assert one.rows.tolist() == other.rows.tolist()
        np.testing.assert_allclose(one.similarities, other.similarities, atol=1e-5)


@pytest.mark.parametrize("share", [None, 0.5, 0.2], ids=["all", "half", "a fifth"])
def test_the_compressed_index_finds_98_of_100_neighbours(tmp_path, share):
    vectors = random_vectors(20_000)
    queries = vectors[::400] + 0.1 * random_vectors(50, seed=7)  # posts that resemble records
    owners = list(range(len(vectors)))
    allowed = None if share is None else np.random.default_rng(3).random(len(vectors)) < share
    index = write(tmp_path, vectors, owners, len(vectors), flat_until=1_000)
    found = index.search(queries, 10, allowed=allowed)
    expected = ExactVectors(len(vectors), vectors, owners).search(list(queries), 10, allowed=allowed)
    shared = [len(set(a.rows.tolist()) & set(b.rows.tolist())) for a, b in zip(found, expected, strict=True)]
    assert np.mean(shared) >= 9.8
    assert all(len(ranking) == 10 for ranking in found)


def test_vectors_searched_in_many_blocks_rank_as_in_one(tmp_path, monkeypatch):
    vectors = random_vectors(500)
    index = write(tmp_path, vectors, sorted(n // 2 for n in range(500)), 250)
    in_one = index.search(vectors[:40], 20)
    monkeypatch.setattr(vector, "BLOCK", 37)
    monkeypatch.setattr("provenance.indexing.stored_vectors.BLOCK", 37)
    for whole, parts in zip(in_one, index.search(vectors[:40], 20), strict=True):
        assert whole.rows.tolist() == parts.rows.tolist()
        assert whole.similarities == pytest.approx(parts.similarities, abs=1e-6)
    assert not (tmp_path / "index.faiss").exists()


GROUPED = 6_000
LANGUAGE = np.random.default_rng(5).choice(4, GROUPED, p=[0.3, 0.4, 0.28, 0.02])  # 0 is in no group, 3 is small


@pytest.mark.parametrize(
    "allowed",
    [
        LANGUAGE == 1,
        (LANGUAGE == 2) & (np.arange(GROUPED) % 3 > 0),
        LANGUAGE > 0,
        (LANGUAGE > 0) & (np.arange(GROUPED) % 8 == 0),
        (LANGUAGE == 1) | (np.arange(GROUPED) % 9 == 0),
        LANGUAGE == 3,
    ],
    ids=["a group", "most of a group", "all groups", "a few of each", "a group and others", "a small group"],
)
def test_groups_with_an_index_of_their_own_leave_few_neighbours_out(tmp_path, monkeypatch, allowed):
    monkeypatch.setattr(vector, "SCAN_UNTIL", 900)
    vectors = random_vectors(2 * GROUPED)
    owners = [number // 2 for number in range(2 * GROUPED)]
    index = write(tmp_path, vectors, owners, GROUPED, groups=LANGUAGE.astype(np.int64), flat_until=1_000)
    assert sorted(path.name for path in tmp_path.glob("*.faiss")) == [
        "group-1.faiss",
        "group-2.faiss",
        "index.faiss",
    ]
    queries = vectors[::200] + 0.1 * random_vectors(60, seed=7)  # of all languages
    expected = ExactVectors(GROUPED, vectors, owners).search(list(queries), 10, allowed=allowed)
    found = index.search(queries, 10, allowed=allowed)
    shared = [len(set(a.rows.tolist()) & set(b.rows.tolist())) for a, b in zip(found, expected, strict=True)]
    assert np.mean(shared) >= 9.8
    assert all(allowed[ranking.rows].all() and len(ranking) == 10 for ranking in found)


@pytest.mark.parametrize("cells", [0, 700, 10**6], ids=["nothing kept", "some kept", "all kept"])
def test_what_was_compared_for_one_filter_serves_the_next(tmp_path, monkeypatch, cells):
    monkeypatch.setattr("provenance.indexing.vector_scans._CELLS", cells)
    vectors, owners = random_vectors(240), sorted(n // 2 for n in range(240))
    index, slow = write(tmp_path, vectors, owners, 125), ExactVectors(125, vectors, owners)  # the last five have none
    kind, language = np.arange(125) % 3, np.arange(125) % 2
    first, later = vectors[:7], vectors[3:12]  # posts asked before, and new ones
    asked = [(first, kind == 0), (first, kind == 1), (later, (kind < 2) & (language == 0)), (later, language == 1)]
    for queries, allowed in [*asked, *asked[::-1]]:
        expected = slow.search(list(queries), 9, allowed=allowed)
        for one, other in zip(index.search(queries, 9, allowed=allowed), expected, strict=True):
            assert one.rows.tolist() == other.rows.tolist()
            np.testing.assert_allclose(one.similarities, other.similarities, atol=1e-5)


def test_records_of_many_near_vectors_leave_none_out(tmp_path):
    vectors = np.repeat(random_vectors(60), 50, axis=0)  # the nearest vectors belong to few records
    index = write(tmp_path, vectors, sorted(n // 50 for n in range(3_000)), 60, flat_until=100)
    assert [len(ranking) for ranking in index.search(vectors[:100:50], 40)] == [40, 40]


def test_the_flat_index_of_an_older_version_is_left_unread(tmp_path):
    vectors = random_vectors(60)
    rankings = write(tmp_path, vectors, list(range(60)), 60).search(vectors[:3], 5)
    write_faiss(faiss.IndexFlatIP(32), tmp_path / "index.faiss")
    for before, after in zip(rankings, VectorIndex.open(tmp_path).search(vectors[:3], 5), strict=True):
        assert before.rows.tolist() == after.rows.tolist()


def test_the_compressed_index_can_return_every_row(tmp_path):
    vectors = random_vectors(2_000)
    index = write(tmp_path, vectors, list(range(2_000)), 2_000, flat_until=100)
    assert sorted(index.search(vectors[:1], 5_000)[0].rows.tolist()) == list(range(2_000))


def test_a_candidate_is_compared_view_by_view(tmp_path):
    vectors = random_vectors(4)
    index = write(tmp_path, vectors, [0, 0, 2, 2], 3, views=["claim", "title", "title", "body"])
    query = vectors[1]
    np.testing.assert_allclose(
        index.similarities(query, [2, 0, 1], view="title"), [vectors[2] @ query, 1, np.nan], atol=1e-3
    )
    np.testing.assert_allclose(
        index.similarities(query, [0, 2]), [1, max(vectors[2] @ query, vectors[3] @ query)], atol=1e-3
    )
    assert np.isnan(index.similarities(query, [2], view="claim")[0])
    assert len(index.similarities(query, [])) == 0


def test_all_views_at_once_are_the_views_one_by_one(tmp_path):
    vectors = random_vectors(5)
    index = write(tmp_path, vectors, [0, 0, 2, 2, 2], 3, views=["claim", "title", "title", "body", "body"])
    rows = np.array([2, 1, 0, 2])
    found = index.by_view(vectors[:2], rows)
    assert found.shape == (2, 3, 4)
    for query, views in zip(vectors, found, strict=False):
        for name, line in zip(FIELDS, views, strict=True):
            np.testing.assert_allclose(line, index.similarities(query, rows, view=name), atol=1e-6)


def test_vectors_that_are_not_finite_are_refused(tmp_path):
    writer = VectorWriter(tmp_path, 4)
    with pytest.raises(JobError, match="finite"):
        writer.add([0], ["claim"], np.full((1, 4), np.nan, np.float32))


def test_vectors_out_of_order_are_refused(tmp_path):
    writer = VectorWriter(tmp_path, 4)
    writer.add([3], ["claim"], np.ones((1, 4), np.float32))
    with pytest.raises(ValueError, match="ascending"):
        writer.add([1], ["claim"], np.ones((1, 4), np.float32))


def test_a_missing_file_is_said_so(tmp_path):
    with pytest.raises(IndexCorrupt, match="rebuild"):
        VectorIndex.open(tmp_path)


@pytest.mark.parametrize("loops", ["compiled", "plain"])
def test_a_file_that_is_cut_off_while_it_is_open_is_said_so(tmp_path, request, loops):
    if loops == "plain":
        request.getfixturevalue("without_loops")
    index = write(tmp_path, random_vectors(4), [0, 1, 2, 3], 4)
    path = tmp_path / "vectors.npy"
    os.truncate(path, path.stat().st_size - 8)
    index.stored(2)
    with pytest.raises(IndexCorrupt, match="cut off"):
        index.stored(3)


def test_vectors_read_a_few_at_a_time_are_compared_as_all_at_once(tmp_path, monkeypatch):
    vectors = random_vectors(50)
    index = write(tmp_path, vectors, list(range(50)), 50)
    rows = np.array([*range(3, 20), 40, 41, 49])
    monkeypatch.setattr(stored_vectors, "_AT_ONCE", 7)
    found = index.by_view(vectors[:3], rows)[:, FIELDS.index("claim")]
    np.testing.assert_allclose(found, vectors[:3] @ vectors[rows].T, atol=1e-6)


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(1, 3))
def test_the_largest_of_each_group_is_what_numpy_finds(sizes, lines):
    values = np.random.default_rng(len(sizes)).standard_normal((lines, sum(sizes))).astype(np.float32)
    begins = np.cumsum([0, *sizes[:-1]])[: len(sizes)]
    expected = np.maximum.reduceat(values, begins, axis=1) if sizes else values
    np.testing.assert_array_equal(stored_vectors.largest(values, begins), expected)
