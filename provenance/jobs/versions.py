"""The versions of an index beside one another: which is published, going back, and taking old ones away."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provenance.errors import IndexMissing, IndexProblem, JobError, UsageError, told_by
from provenance.indexing.bundle import CURRENT_FILE, version_folder
from provenance.indexing.manifest import MANIFEST_FILE, Manifest
from provenance.jobs.amounts import counted, size
from provenance.jobs.publish import point_at

_LOCK_FILE = ".job.lock"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Version:
    """One version on disk.

    Attributes:
        name: its folder; names sort by time.
        created: ISO 8601, UTC.
        records: how many it holds.
        bytes: of all its files; files shared with other versions count in each.
        current: whether it is the published one.
    """

    name: str
    created: str
    records: int
    bytes: int
    current: bool

    def __str__(self) -> str:
        mark = "*" if self.current else " "
        return f"{mark} {self.name}  {self.created}  {counted(self.records, 'record'):>18}  {size(self.bytes):>10}"


@contextmanager
def job_lock(indexes: Path) -> Iterator[None]:
    """One job at a time for a folder of indexes. The system frees the lock of a job that died.

    Raises:
        JobError: another job is at work.
    """
    try:
        indexes.mkdir(parents=True, exist_ok=True)
        handle = os.open(indexes / _LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise JobError(f"cannot write into {indexes}: {told_by(error)}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JobError(f"another job is at work in {indexes}; wait for it, nothing was changed") from None
        yield
    finally:
        os.close(handle)


def current_name(indexes: Path) -> str | None:
    """The published version; None where there is none."""
    try:
        return version_folder(indexes).name
    except IndexMissing:
        return None


def list_versions(indexes: Path) -> list[Version]:
    """Every whole version, newest first."""
    current = current_name(indexes)
    out = []
    for name in names(indexes):
        try:
            manifest = Manifest.read(indexes / name)
        except IndexProblem:
            continue
        size = sum(entry.bytes for entry in manifest.files.values())
        out.append(Version(name, manifest.created, manifest.counts.get("records", 0), size, name == current))
    return sorted(out, key=lambda version: version.name, reverse=True)


def names(indexes: Path) -> list[str]:
    """The folders that are versions, oldest first."""
    found = (path for path in indexes.glob("*") if (path / MANIFEST_FILE).is_file() and not path.name.startswith("."))
    return sorted(path.name for path in found)


def next_moment(indexes: Path, now: datetime) -> datetime:
    """A time for the name of a new version: later than every version there is, though the clock went back."""
    stamps = []
    for name in names(indexes):
        try:
            stamps.append(datetime.strptime(name.split("-")[0], _STAMP).replace(tzinfo=UTC))
        except ValueError:
            continue
    return max([now, *(stamp + timedelta(seconds=1) for stamp in stamps)])


def rollback(indexes: Path, to: str | None = None) -> str:
    """Publish an older version again, in one step, after reading it through.

    Args:
        indexes: folder of the versions.
        to: a version; None means the one before the published one.

    Returns:
        The version that is published now.

    Raises:
        UsageError: there is no such version.
        IndexProblem: it is damaged; what was published stays.
        JobError: another job is at work.
    """
    with job_lock(indexes):
        known, current = names(indexes), current_name(indexes)
        if to is None:
            older = [name for name in known if current is not None and name < current]
            if not older:
                raise UsageError(f"there is no version before the published one in {indexes}")
            to = older[-1]
        if to not in known:
            raise UsageError(f"there is no version {to!r} in {indexes}; see: provenance index list")
        Manifest.read(indexes / to).verify(indexes / to, contents=True)
        point_at(indexes / CURRENT_FILE, to)
        return to


def prune(indexes: Path, keep: int) -> list[str]:
    """Remove all but the newest versions; never the published one, nor one that a reader has open.

    The caller holds the job lock.

    Returns:
        The versions that were removed.

    Raises:
        UsageError: `keep` is below 1.
    """
    if keep < 1:
        raise UsageError(f"at least one version must be kept, got {keep}")
    current = current_name(indexes)
    return [name for name in names(indexes)[:-keep] if name != current and _remove(indexes / name)]


def _remove(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Out of sight first: a half removed folder must never look like a version.
        aside = folder.with_name(f".removing-{folder.name}")
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def sweep_removed(indexes: Path) -> None:
    """Finish removals that were cut short."""
    for folder in indexes.glob(".removing-*"):
        shutil.rmtree(folder, ignore_errors=True)
