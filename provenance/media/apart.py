"""Processes of their own for untrusted bytes: a crash, a hang or a bomb costs one of them, never this one."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self
from weakref import finalize


def start_worker(name: str) -> subprocess.Popen[bytes]:
    """Start a program of this folder that is spoken to by its standard streams.

    -I: nothing of the caller's folder or environment is imported by the process that sees hostile bytes. One thread,
    since several workers may run side by side.
    """
    passed = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", str(Path(__file__).with_name(name))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=passed | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )


def read_some(handle: int, deadline: float) -> bytes:
    """What a pipe holds, as soon as it holds anything; empty where the other end is closed.

    By `poll`: `select` refuses the numbers of files beyond 1,023, and a process with several indexes open has more.

    Args:
        handle: of the pipe.
        deadline: by `time.monotonic`.

    Raises:
        TimeoutError: nothing came.
    """
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
    return os.read(handle, 1 << 20)


def end_worker(process: subprocess.Popen[bytes]) -> None:
    """End it, whatever it is doing, and give its streams back."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # what was not yet sent
                pipe.close()
    process.wait()


class WorksApart:
    """Somebody with a worker: it is begun when first needed, begun anew after it ended, and ends with its owner."""

    #: Program of the worker, a file of this folder.
    worker: ClassVar[str]

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; the next use begins another."""
        if self._process is not None:
            end_worker(self._process)
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = start_worker(self.worker)
            finalize(self, end_worker, self._process)
        return self._process
