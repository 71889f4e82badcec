"""What is kept on disk: vectors by content, and model folders made once."""

from __future__ import annotations

import json
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.encoders import CachedEncoder, VectorCache, open_encoder
from provenance.encoders.model_cache import derived_folder, intact
from provenance.encoders.stub import StubEncoder


class CountingEncoder(StubEncoder):
    def __init__(self) -> None:
        super().__init__(8)
        self.encoded: list[str] = []

    def encode(self, texts, *, query=False):
        self.encoded += texts
        return super().encode(texts, query=query)


def test_a_text_is_encoded_once(tmp_path):
    inner = CountingEncoder()
    encoder = CachedEncoder(inner, VectorCache(tmp_path / "v.sqlite"))
    first = encoder.encode(["a", "b", "a"])
    again = CachedEncoder(inner, VectorCache(tmp_path / "v.sqlite")).encode(["b", "a", "c"])
    assert inner.encoded == ["a", "b", "c"]
    np.testing.assert_array_equal(first[[1, 0]], again[:2])


def test_a_post_and_a_record_with_one_text_are_kept_apart(tmp_path):
    inner = CountingEncoder()
    encoder = CachedEncoder(inner, VectorCache(tmp_path / "v.sqlite"))
    encoder.encode(["a"], query=True)
    encoder.encode(["a"], query=False)
    assert inner.encoded == ["a", "a"]


def test_another_revision_finds_nothing(tmp_path):
    cache = VectorCache(tmp_path / "v.sqlite")
    CachedEncoder(StubEncoder(8), cache).encode(["a"])
    other = StubEncoder(16)
    assert CachedEncoder(other, cache).encode(["a"]).shape == (1, 16)
    assert len(cache) == 2


@given(texts=st.lists(st.text(max_size=5), max_size=20))
def test_cached_vectors_are_the_encoders_own(tmp_path_factory, texts):
    encoder = StubEncoder(8)
    cached = CachedEncoder(encoder, VectorCache(tmp_path_factory.mktemp("c") / "v.sqlite"))
    for _ in range(2):
        np.testing.assert_array_equal(cached.encode(texts), encoder.encode(texts))


def test_more_texts_than_one_statement_takes(tmp_path):
    encoder = CachedEncoder(StubEncoder(2), VectorCache(tmp_path / "v.sqlite"))
    texts = [str(number) for number in range(2_500)]
    np.testing.assert_array_equal(encoder.encode(texts), encoder.encode(texts))


def _fill(path: Path) -> None:
    CachedEncoder(StubEncoder(8), VectorCache(path)).encode([str(number) for number in range(300)])


def test_processes_share_a_cache(tmp_path):
    context = get_context("spawn")
    workers = [context.Process(target=_fill, args=(tmp_path / "v.sqlite",)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len(VectorCache(tmp_path / "v.sqlite")) == 300


@pytest.fixture
def cache_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PROVENANCE_CACHE", str(tmp_path))
    return tmp_path


def _write(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "weights").write_bytes(b"w" * 1000)


def test_the_cache_is_where_the_variable_says(cache_home):
    open_encoder("stub", cache=True).encode(["a"])
    assert (cache_home / "vectors.sqlite").is_file()


def test_a_model_folder_is_made_once(cache_home):
    made = []
    for _ in range(2):
        folder = derived_folder("m", lambda aside: (_write(aside), made.append(aside)))
    assert len(made) == 1
    assert intact(folder)


def test_a_truncated_model_folder_is_made_again(cache_home):
    folder = derived_folder("m", _write)
    (folder / "sub" / "weights").write_bytes(b"w")
    assert (derived_folder("m", _write) / "sub" / "weights").stat().st_size == 1000


def test_a_writer_that_fails_leaves_nothing(cache_home):
    def fail(folder: Path) -> None:
        _write(folder)
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        derived_folder("m", fail)
    assert list((cache_home / "models").iterdir()) == []


def test_the_loser_of_a_race_uses_the_winners_folder(cache_home):
    def slow(folder: Path) -> None:
        _write(folder)
        derived_folder("m", _write)  # another process finishes first

    assert intact(derived_folder("m", slow))
    assert sorted(path.name for path in (cache_home / "models").iterdir()) == ["m"]


def test_importing_the_packages_loads_nothing_heavy():
    code = (
        "import json, sys, provenance.encoders, provenance.indexing, provenance.store, provenance.indexing.bundle;"
        "print(json.dumps([name for name in ('torch', 'faiss', 'onnxruntime', 'onnx', 'tokenizers',"
        " 'sentence_transformers', 'rjieba') if name in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == []
