"""The compiled loops: made when the package is installed, never loaded from another source."""

from __future__ import annotations

import ctypes
import shutil

import pytest

from provenance.compiled.build import _compiler, build, library_path

HAS_COMPILER = pytest.mark.skipif(shutil.which(_compiler()[0]) is None, reason="there is no C compiler")
SOURCE = "int answer(void) { return %d; }\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    return tmp_path


def answer(path) -> int:
    return int(ctypes.CDLL(str(path)).answer())


@HAS_COMPILER
def test_a_changed_source_gets_a_library_of_its_own(folder):
    source = folder / "loops.c"
    source.write_text(SOURCE % 1)
    (first,) = build(folder)
    assert answer(first) == 1
    source.write_text(SOURCE % 2)
    assert not library_path("loops", folder).exists()
    (second,) = build(folder)
    assert answer(second) == 2
    assert [path.name for path in folder.glob("*.so")] == [second.name]


@HAS_COMPILER
def test_what_is_there_is_not_compiled_again(folder):
    (folder / "loops.c").write_text(SOURCE % 1)
    (made,) = build(folder)
    before = made.stat().st_mtime_ns
    assert build(folder) == [made]
    assert made.stat().st_mtime_ns == before


@HAS_COMPILER
def test_a_source_that_does_not_compile_says_what_the_compiler_said(folder):
    (folder / "loops.c").write_text("int answer(void) { return nothing; }\n")
    with pytest.raises(RuntimeError, match="nothing"):
        build(folder)
    assert list(folder.glob("*.so")) == []


def test_without_a_compiler_the_message_names_it(folder, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    (folder / "loops.c").write_text(SOURCE % 1)
    with pytest.raises(RuntimeError, match="cannot run the C compiler no-such-compiler"):
        build(folder)
