"""A file as a whole or not at all: written beside its place, then renamed onto it."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_aside(path: Path, *, mode: int = 0o644) -> Iterator[Path]:
    """A file beside `path` to write to; renamed onto it at the end, removed when an error comes up.

    Raises:
        OSError: the folder is missing or may not be written to.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"there is no folder {path.parent}")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        aside = Path(file.name)
    try:
        yield aside
        aside.chmod(mode)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
