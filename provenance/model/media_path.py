"""A media path as a record states it, together with the file it was found to mean."""

from __future__ import annotations

from pathlib import Path


class MediaPath(str):
    """The path as given (so output repeats the input), which also knows the confined file behind it.

    Attributes:
        file: where the file lies, symbolic links resolved, inside the folder of the file that named it.
    """

    __slots__ = ("file",)
    file: Path

    def __new__(cls, given: str, file: Path) -> MediaPath:
        """Join the text as given to its file."""
        made = super().__new__(cls, given)
        made.file = file
        return made

    def __getnewargs__(self) -> tuple[str, Path]:  # type: ignore[override]
        return str(self), self.file


def media_file(given: str) -> Path:
    """The file to open for an entry of `media`: a record made by hand means a path from the working folder."""
    return given.file if isinstance(given, MediaPath) else Path(given)
