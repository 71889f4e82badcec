"""Every notebook runs from top to bottom on the sample."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks_and_they_are_committed_without_outputs():
    import nbformat

    assert len(NOTEBOOKS) == 4
    for path in NOTEBOOKS:
        book = nbformat.read(path, as_version=4)
        assert all(not cell.outputs for cell in book.cells if cell.cell_type == "code"), path.name


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.enable_socket  # a kernel talks to its client over loopback
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside the notebook client, not by us
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path, monkeypatch):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    book = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")
