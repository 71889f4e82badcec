"""What a command writes: results to stdout or a file, all else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import typer

Item = TypeVar("Item")


def emit(lines: Iterable[str], out: Path | None) -> None:
    """Write UTF-8 whatever the terminal's locale says."""
    if out is None:
        for line in lines:
            sys.stdout.buffer.write(line.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    with out.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def say(text: str) -> None:
    """A line for the person at the terminal, on stderr."""
    typer.echo(text, err=True)


def progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    """The same items, while a bar counts them."""
    from provenance.report.progress import watched

    return watched(items, what, stream=sys.stderr)
