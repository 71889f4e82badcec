"""A real Milvus server for tests: the binary of the package `milvus`, with a folder of its own."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def why_not() -> str | None:
    """Why no server can be started here; None where one can."""
    if importlib.util.find_spec("milvus") is None:
        return "the package milvus (a server binary) is not installed"
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        return "no network namespace can be made here to keep the server in"
    return None


@contextmanager
def milvus_server(folder: Path) -> Iterator[str]:
    """Start a server; gives its address, and ends it by its process.

    Args:
        folder: for its files, 300 MB.
    """
    path = folder / "socket"
    command = [sys.executable, "-m", "tests.indexing.milvus_namespace", str(folder / "server"), str(path)]
    with subprocess.Popen(["unshare", "-rn", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        try:
            if server.stdout.readline().strip() != b"ready":
                raise RuntimeError(f"the Milvus server did not start; its logs lie in {folder / 'server' / 'logs'}")
            yield f"unix:{path}"
        finally:
            server.stdin.close()
            server.wait(30)
