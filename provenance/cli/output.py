"""What a command writes: results to stdout or a file, all else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import typer

Item = TypeVar("Item")


def emit(lines: Iterable[str], out: Path | None) -> None:
    """Write UTF-8 whatever the terminal's locale says.

    Raises:
        UsageError: the file cannot be written.
    """
    from provenance.errors import UsageError, told_by

    if out is None:
        for line in lines:
            sys.stdout.buffer.write(line.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    check_out(out)
    try:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {told_by(error)}") from None


def check_out(out: Path | None) -> None:
    """Refuse a file that cannot be written, before the work whose result it is to hold.

    Raises:
        UsageError: it lies in no folder, or is one.
    """
    from provenance.errors import UsageError

    if out is not None and out.is_dir():
        raise UsageError(f"cannot write {out}: it is a folder; name a file")
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"cannot write {out}: there is no folder {out.parent}")


def check_folder(folder: Path | None) -> None:
    """Refuse a file in place of a folder that is to be filled.

    Raises:
        UsageError: it is a file.
    """
    from provenance.errors import UsageError

    if folder is not None and folder.exists() and not folder.is_dir():
        raise UsageError(f"cannot write into {folder}: it is a file; name a folder")


def say(text: str) -> None:
    """A line for the person at the terminal, on stderr."""
    typer.echo(text, err=True)


def progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    """The same items, while a bar counts them."""
    from provenance.report.progress import watched

    return watched(items, what, stream=sys.stderr)
