"""Media paths stay inside the folder of the file that names them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from provenance.errors import RecordError
from provenance.model.media_path import MediaPath


def confine(media: Sequence[str], folder: Path | None) -> tuple[MediaPath, ...]:
    """Resolve the media of one record.

    Args:
        media: paths as given.
        folder: where the naming file lies; None where it has no place, as on standard input.

    Raises:
        RecordError: a path is absolute, is a URL, or leads out of the folder, also through a symbolic link.
    """
    return tuple(_confine_one(given, folder, f"$.media[{number}]") for number, given in enumerate(media))


def _confine_one(given: str, folder: Path | None, path: str) -> MediaPath:
    if "://" in given or given.startswith("data:"):
        raise RecordError(f"{given!r} is an address; fetch the file and name its path", path=path, code="remote-media")
    if folder is None:
        raise RecordError(f"{given!r}: an input without a folder cannot name files", path=path, code="path-escapes")
    absolute = PurePosixPath(given).is_absolute() or PureWindowsPath(given).drive or given.startswith("\\")
    root = folder.resolve()
    try:
        file = (root / given).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links, a name too long, a NUL
        raise RecordError(f"{given!r} is no path: {error}", path=path, code="bad-path") from None
    if absolute or not file.is_relative_to(root):
        raise RecordError(f"{given!r} leads out of the folder of its file", path=path, code="path-escapes")
    return MediaPath(given, file)
