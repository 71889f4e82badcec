"""Parts of a computation on several cores: compiled loops leave the interpreter free while they run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

import threadpoolctl

Part = TypeVar("Part")


@cache
def threads() -> int:
    """As many as `OMP_NUM_THREADS` says, which FAISS heeds, too; else one for each core that this process may use."""
    said = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    if said.isdecimal() and int(said):
        return int(said)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(work: Callable[[Part], None], parts: Sequence[Part]) -> None:
    """Do every part, each by itself, on as many threads as there are.

    Args:
        work: does a part; calls of it share nothing that any of them alters.
        parts: what is to be done.

    Raises:
        Exception: what the first part that failed raised.
    """
    if threads() == 1 or len(parts) < 2:
        for part in parts:
            work(part)
    else:
        with plain_products():  # two at once would wait for each other
            for _ in _pool().map(work, parts):
                pass


def beside(work: Callable[[], object]) -> None:
    """Begin what will be asked for soon, beside what the caller does next; nothing where there is one thread only.

    Args:
        work: keeps what it finds, without another's help. What fails in it fails again where it is asked for.
    """
    if threads() > 1:
        _pool().submit(work)


@contextmanager
def plain_products() -> Iterator[None]:
    """Let NumPy multiply matrices on the thread that asks for it.

    The other threads of its BLAS wait for work by counting up, .03 s long each time: with the many small products of a
    check they keep a second core busy for nothing. 2026-11.
    """
    with _waiting().limit(limits=1):
        yield


@cache
def _waiting() -> threadpoolctl.ThreadpoolController:
    """The libraries loaded by now that have threads of their own; those of OpenMP are FAISS's as well."""
    return threadpoolctl.ThreadpoolController().select(threading_layer="pthreads")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads(), thread_name_prefix="provenance")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # a forked process has none of these threads
