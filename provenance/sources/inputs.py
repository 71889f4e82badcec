"""Which files a caller means: a file, a glob, a folder, or `-` for standard input; compressed or not."""

from __future__ import annotations

import glob
import gzip
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from provenance.errors import InputError, UsageError, told_by

STDIN = "-"
_GZIP_MAGIC = b"\x1f\x8b"
#: Bytes looked at to tell a format or an encoding.
HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Input:
    """One input that can be opened as bytes.

    Attributes:
        name: what messages call it: the path as the caller gave it.
        path: the file; None for standard input and for bytes out of an archive.
        folder: media of its records lie inside; None where it has no folder (no local media then).
        opener: opens the bytes as they are stored.
        listed: whether it was found in a folder or by a glob; one bad file of many does not stop the batch.
    """

    name: str
    path: Path | None
    folder: Path | None
    opener: Callable[[], IO[bytes]]
    listed: bool = False

    @classmethod
    def of_file(cls, path: Path, *, listed: bool = False) -> Input:
        """The input that a file is."""
        return cls(str(path), path, path.parent, lambda: path.open("rb"), listed)

    @classmethod
    def of_bytes(cls, name: str, data: bytes, *, folder: Path | None = None) -> Input:
        """The input that some bytes are, for example a page out of an archive."""
        return cls(name, None, folder, lambda: io.BytesIO(data))

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, `.gz` taken off."""
        stem = self.name.lower().removesuffix(".gz")
        return Path(stem).suffix

    def open(self) -> io.BufferedReader:
        """Open for reading, decompressed.

        Raises:
            InputError: the file is missing or may not be read.
        """
        try:
            raw = self.opener()
        except OSError as error:
            raise InputError(f"cannot read {self.name}: {told_by(error)}; check the path and its permissions") from None
        stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", raw))
        try:
            compressed = stream.peek(2)[:2] == _GZIP_MAGIC
        except OSError as error:
            stream.close()
            raise InputError(f"cannot read {self.name}: {told_by(error)}") from None
        if compressed:
            return io.BufferedReader(cast("io.RawIOBase", _Unpacked(fileobj=stream, mode="rb")))
        return stream

    def head(self) -> bytes:
        """The first bytes; of standard input, which cannot be read twice, those that are held back.

        Raises:
            InputError: the file is damaged.
        """
        if self.name == STDIN:
            return self.open().peek(HEAD_BYTES)
        with self.open() as stream:
            try:
                return stream.read(HEAD_BYTES)
            except (OSError, EOFError, zlib.error) as error:
                raise InputError(f"cannot read {self.name}: {told_by(error)}; the file is damaged") from None

    def document(self, limit_bytes: int) -> bytes:
        """All bytes of a file that makes sense only as a whole.

        Raises:
            InputError: it is larger than the limit, or damaged.
        """
        with self.open() as stream:
            try:
                data = stream.read(limit_bytes + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise InputError(f"cannot read {self.name}: {told_by(error)}; the file is damaged") from None
        if len(data) > limit_bytes:
            raise InputError(f"{self.name} is larger than {limit_bytes:,} bytes; split it or raise max_document_bytes")
        return data


class _Unpacked(gzip.GzipFile):
    """Closes the file below it too."""

    def close(self) -> None:
        below = None if self.closed else cast("IO[bytes] | None", self.fileobj)
        super().close()
        if below is not None:
            below.close()


class _Stdin:
    """Standard input as bytes, opened once, so that a look at its head loses nothing."""

    stream: io.BufferedReader | None = None

    @classmethod
    def open(cls) -> IO[bytes]:
        if cls.stream is None or cls.stream.closed:
            cls.stream = io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), HEAD_BYTES)
        return cls.stream


Sources = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def resolve(sources: Sources, *, suffixes: frozenset[str]) -> list[Input]:
    """The inputs that the caller's words mean, in a fixed order.

    Args:
        sources: one or more of: a file, a folder (every file below it with a known suffix), a glob, `-`.
        suffixes: the known suffixes, for folders.

    Raises:
        InputError: a file is missing, or a folder or glob holds nothing that can be read.
        UsageError: no source was named.
    """
    given = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    if not given:
        raise UsageError("no input was named; name a file, a folder, a glob, or - for standard input")
    out: list[Input] = []
    for item in given:
        out.extend(_resolve_one(os.fspath(item), suffixes))
    return out


def _resolve_one(text: str, suffixes: frozenset[str]) -> Iterator[Input]:
    if text == STDIN:
        yield Input(STDIN, None, None, _Stdin.open)
        return
    path = Path(text)
    if path.is_dir():
        found = [file for file in _files_below(path) if Input.of_file(file).suffix in suffixes]
        if not found:
            raise InputError(f"no file that can be read in the folder {text}; known are {', '.join(sorted(suffixes))}")
        yield from (Input.of_file(file, listed=True) for file in found)
    elif path.exists():
        yield Input.of_file(path)
    elif any(char in text for char in "*?["):
        found = sorted(_glob(text))
        if not found:
            raise InputError(f"no file matches {text}")
        yield from (Input.of_file(file, listed=True) for file in found)
    else:
        raise InputError(f"cannot read {text}: no such file")


def _files_below(folder: Path) -> list[Path]:
    out = []
    for root, folders, files in os.walk(folder):  # links to folders are not followed
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        out += [Path(root, name) for name in sorted(files) if not name.startswith(".")]
    return out


def _glob(pattern: str) -> Iterator[Path]:
    for name in glob.iglob(pattern, recursive=True):  # noqa: PTH207 (a pattern may be absolute)
        if Path(name).is_file():
            yield Path(name)
