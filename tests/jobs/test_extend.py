"""A version grown out of another one answers like one that was built at once."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.config import Settings
from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import LEXICAL, IndexBundle
from provenance.indexing.vector import VectorIndex
from provenance.indexing.vector_extend import VectorExtension
from provenance.indexing.vector_writer import VectorWriter
from provenance.jobs.build import build_index
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.extend import write_extension
from provenance.jobs.seal import seal
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.sample import FOLDER
from provenance.store.changes import Change

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPTIONS = BuildSettings.of(Settings())


def record(key: str, word: str) -> Evidence:
    text = f"The {word} of {key} stands. 第{key}座桥，造成3人死亡、{len(word)}辆汽车受损。"
    if key[-1] in "13579":
        return Evidence(id=key, kind=Kind.ARCHIVE, text=text, published_at=Interval.parse("2024-05-06"))
    return Evidence(id=key, kind=Kind.FACT_CHECK, text=text, claim=f"{word} {key} fell")


def extended(base: IndexBundle, changes, folder) -> IndexBundle:
    folder.mkdir(parents=True)
    counts = write_extension(base, changes, folder, StubEncoder(), OPTIONS)
    seal(folder, encoder=StubEncoder(), counts=counts, options=OPTIONS, now=NOW)
    return IndexBundle.open(folder, verify=True)


def found_by_words(bundle, text, k=50, **how):
    (ranking,) = bundle.lexical.search([text], k, **how)
    return {bundle.records.id(int(row)) for row in ranking.rows}


def found_by_vector(bundle, text, k=5, **how):
    (ranking,) = bundle.vectors.search(StubEncoder().encode([text], query=True), k, **how)
    return [(bundle.records.id(int(row)), round(float(s), 3)) for row, s in zip(*_pair(ranking), strict=True)]


def _pair(ranking):
    return ranking.rows, ranking.similarities


def words_of(arrays):
    """Number → hash of the word."""
    return dict(zip(arrays.numbers.tolist(), arrays.hashes.tolist(), strict=True))


def told(bundle, ids):
    """What the outlines of some records say, in words."""
    arrays, out = bundle.outlines, {}
    words = words_of(arrays)
    for key in ids:
        row = bundle.records.row(key)
        part = slice(arrays.starts[row], arrays.starts[row + 1])
        entries = [words[each] for each in arrays.entries[part].tolist()]
        events = [words[each] for each in arrays.told_of(row).tolist()]
        counts = [(words[value], *rest) for value, *rest in arrays.quantities_of(row)]
        sizes, moments = arrays.sizes[row].tolist(), arrays.moments[row].tolist()
        out[key] = (entries, arrays.fields[part].tolist(), sizes, moments, events, counts, arrays.report_of(row))
    return out


def frequencies(bundle):
    """Hash of a word → how many records hold it, by field."""
    words = words_of(bundle.outlines)
    counts = bundle.outlines.counts.tolist()
    return {words[number]: line for number, line in enumerate(counts) if any(line)}


nights = st.lists(
    st.dictionaries(
        st.sampled_from([f"k{n}" for n in range(8)]), st.sampled_from(["bridge", "tower", None]), max_size=5
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=15)
@given(first=st.sets(st.sampled_from([f"k{n}" for n in range(8)])), nights=nights)
def test_many_nights_equal_one_build(first, nights, tmp_path_factory):
    folder = tmp_path_factory.mktemp("x")
    present = {key: record(key, "bridge") for key in sorted(first)}
    build_index(list(present.values()), folder / "start", encoder=StubEncoder(), now=NOW)
    bundle = IndexBundle.open(folder / "start")
    for number, night in enumerate(nights):
        changes = [Change(key, record(key, word) if word else None) for key, word in night.items()]
        bundle = extended(bundle, changes, folder / str(number))
        for change in changes:
            present.pop(change.id, None)
            if change.record:
                present[change.id] = change.record
    build_index(list(present.values()), folder / "fresh", encoder=StubEncoder(), now=NOW)
    fresh = IndexBundle.open(folder / "fresh")

    assert sorted(bundle.records.ids()) == sorted(present)
    assert {key: bundle.records.evidence(bundle.records.row(key)) for key in present} == present
    assert len(bundle.lexical) == len(bundle.vectors) == len(bundle.records) == len(present)
    assert bundle.manifest.counts == fresh.manifest.counts
    assert told(bundle, present) == told(fresh, present)
    assert frequencies(bundle) == frequencies(fresh)
    for word in ("bridge", "tower"):
        assert found_by_words(bundle, word) == found_by_words(fresh, word)
    for key in present:
        text = present[key].claim or present[key].text
        assert sorted(found_by_vector(bundle, text, 8)) == sorted(found_by_vector(fresh, text, 8))
        only = np.arange(len(present)) == bundle.records.row(key)
        assert found_by_words(bundle, f"bridge tower {key}", allowed=only) == {key}


def test_the_words_of_a_grown_version_are_those_of_a_new_build(tmp_path):
    build_index([record(f"k{n}", "bridge") for n in range(50)], tmp_path / "a", encoder=StubEncoder(), now=NOW)
    base = IndexBundle.open(tmp_path / "a")
    grown = extended(base, [Change("k3", record("k3", "tower")), Change("new", record("new", "tower"))], tmp_path / "b")
    left = [record(f"k{n}", "bridge") for n in range(50) if n != 3]
    after = [*left, record("k3", "tower"), record("new", "tower")]
    build_index(after, tmp_path / "c", encoder=StubEncoder(), now=NOW)
    fresh = IndexBundle.open(tmp_path / "c").folder / LEXICAL
    assert {path.name for path in fresh.iterdir()} == {path.name for path in (grown.folder / LEXICAL).iterdir()}
    for path in fresh.iterdir():
        assert (grown.folder / LEXICAL / path.name).read_bytes() == path.read_bytes(), path.name
    base.manifest.verify(base.folder, contents=True)  # the older version is still what it was


@pytest.mark.parametrize("gone", [0, 40])
def test_a_compressed_index_takes_rows_in_and_out(tmp_path, gone):
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(3_000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with_old = VectorWriter(tmp_path / "old", 16, flat_until=100)
    with_old.add(list(range(2_900)), ["claim"] * 2_900, vectors[:2_900])
    with_old.close(2_900)
    kept = np.ones(2_900, np.bool_)
    kept[rng.choice(2_900, gone, replace=False)] = False
    writer = VectorExtension(tmp_path / "old", tmp_path / "new", kept, 16, flat_until=100)
    start = int(kept.sum())
    writer.add(list(range(start, start + 100)), ["claim"] * 100, vectors[2_900:])
    writer.close(start + 100)
    index = VectorIndex.open(tmp_path / "new")
    expected = np.concatenate([vectors[:2_900][kept], vectors[2_900:]])
    found = index.search(expected, 1)
    hits = sum(int(ranking.rows[0]) == row for row, ranking in enumerate(found))
    assert hits >= 0.98 * len(expected)
    assert all(float(ranking.similarities[0]) > 0.99 for row, ranking in enumerate(found) if ranking.rows[0] == row)


@pytest.mark.parametrize("renumbered", [False, True], ids=["the same groups", "groups numbered anew"])
def test_groups_with_an_index_of_their_own_take_rows_in_and_out(tmp_path, renumbered):
    rng = np.random.default_rng(8)
    vectors = rng.normal(size=(3_000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = rng.integers(0, 3, 3_000)
    before = VectorWriter(tmp_path / "old", 16, flat_until=100)
    before.add(list(range(2_900)), ["claim"] * 2_900, vectors[:2_900])
    before.close(2_900, groups[:2_900])
    kept = np.ones(2_900, np.bool_)
    kept[rng.choice(2_900, 40, replace=False)] = False
    writer = VectorExtension(tmp_path / "old", tmp_path / "new", kept, 16, flat_until=100)
    writer.add(list(range(2_860, 2_960)), ["claim"] * 100, vectors[2_900:])
    now = np.concatenate([groups[:2_900][kept], groups[2_900:]])
    if renumbered:
        now = np.where(now > 0, 3 - now, 0)
    writer.close(2_960, now)
    index = VectorIndex.open(tmp_path / "new")
    expected = np.concatenate([vectors[:2_900][kept], vectors[2_900:]])
    for group in (1, 2):
        rows = np.flatnonzero(now == group)
        found = index.search(expected[rows], 1, allowed=now == group)
        hits = sum(int(ranking.rows[0]) == row for row, ranking in zip(rows.tolist(), found, strict=True))
        assert hits >= 0.98 * len(rows)


@pytest.mark.media
def test_pictures_of_kept_records_stay_without_being_decoded_again(tmp_path):
    taken = tmp_path / "launch.jpg"
    taken.write_bytes((FOLDER / "media" / "dscovr-launch-2015.jpg").read_bytes())

    def shown(key: str) -> Evidence:
        return Evidence(id=key, kind=Kind.ARCHIVE, text=f"Launch {key}", media=(str(taken),))

    build_index([shown("a"), shown("b")], tmp_path / "start", encoder=StubEncoder(), now=NOW)
    base = IndexBundle.open(tmp_path / "start")
    added = [Change("b", None), Change("c", shown("c"))]
    both = extended(base, added, tmp_path / "1").pictures.arrays
    assert [key.evidence_id for key in both.keys] == ["a", "c"]
    assert np.array_equal(both.pdq[both.hash_owner == 0], both.pdq[both.hash_owner == 1])
    taken.unlink()
    alone = extended(base, [Change("b", None)], tmp_path / "2").pictures.arrays
    assert [key.evidence_id for key in alone.keys] == ["a"]
    assert extended(base, [Change("a", None), Change("b", None)], tmp_path / "3").pictures is None


def test_passages_of_kept_releases_stay_and_damaged_ones_are_made_anew(tmp_path):
    texts = [f"The ferry to port {n} will sail again in spring." for n in range(6)]
    said = [Evidence(id=f"r{n}", kind=Kind.RELEASE, text=text) for n, text in enumerate(texts)]
    build_index(said[:4], tmp_path / "start", encoder=StubEncoder(), now=NOW)
    bundle = IndexBundle.open(tmp_path / "start")
    changes = [Change("r1", None), Change("r4", said[4])]
    after = [said[0], said[2], said[3], said[4]]
    build_index(after, tmp_path / "fresh", encoder=StubEncoder(), now=NOW)
    fresh = IndexBundle.open(tmp_path / "fresh").folder / "passages"
    for number in range(2):
        grown = extended(bundle, changes, tmp_path / f"grown{number}")
        for path in fresh.iterdir():
            assert (grown.folder / "passages" / path.name).read_bytes() == path.read_bytes()
        codes = bundle.folder / "passages" / "codes.npy"
        codes.write_bytes(codes.read_bytes()[:-8] + b"damaged!")
        bundle = IndexBundle.open(tmp_path / "start", verify=False)
