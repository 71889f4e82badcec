"""Folders that appear all at once: built aside, flushed to disk, renamed into place, then pointed at."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import JobError, UsageError, told_by

_BUILDING = ".building-"


@contextmanager
def building_folder(out: Path) -> Iterator[Path]:
    """A folder to build in, removed unless it was renamed; sweeps what dead builders left behind.

    The builder holds a lock on its folder, and the system frees the lock of a dead process: unlike a process number,
    a lock is never mistaken for somebody else's.

    Raises:
        UsageError: `out` is a file.
        JobError: the folder cannot be made.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder for the versions of the index")
    try:
        out.mkdir(parents=True, exist_ok=True)
        sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=out))
    except OSError as error:
        raise JobError(f"cannot build in {out}: {told_by(error)}") from error
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(lock)
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


def sweep(out: Path) -> list[Path]:
    """Remove the folders of builders that are no more; returns them."""
    swept = []
    for folder in sorted(out.glob(f"{_BUILDING}*")):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:  # gone meanwhile
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # its builder is alive
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
            swept.append(folder)
        finally:
            os.close(lock)
    return swept


def publish(folder: Path, target: Path, pointer: Path) -> None:
    """Rename a finished folder to `target` and let the file `pointer` name it.

    Everything is on disk before it is named, so that even a power cut leaves the old state or the new one. Whoever may
    read the folder's parent may read the version.
    """
    for path in sorted(folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        _flush(path)
    _flush(folder)
    folder.chmod(0o755)  # made private by mkdtemp
    if target.exists():  # the same contents in the same second
        shutil.rmtree(folder)
    else:
        folder.rename(target)
    _flush(target.parent)
    point_at(pointer, target.name)


def point_at(pointer: Path, name: str) -> None:
    """Let the file `pointer` name a version; whoever reads it sees the old name or the new one."""
    aside = pointer.with_name(f".{pointer.name}-{os.getpid()}")
    try:
        aside.write_text(name + "\n", encoding="utf-8")
        _flush(aside)
        aside.replace(pointer)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    _flush(pointer.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
