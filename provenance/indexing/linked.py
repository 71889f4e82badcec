"""Takes unchanged files of an older version into a new one without copying their contents."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from provenance.indexing.manifest import FileEntry


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name; where the file system has no links, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def same_files(base: Path, entries: Mapping[str, FileEntry], folder: Path) -> dict[str, FileEntry]:
    """The entries of a base's manifest whose files are one and the same in the new folder: no need to read them again.

    Args:
        base: folder of the older version.
        entries: of its manifest.
        folder: the new one.
    """
    out = {}
    for name, entry in entries.items():
        try:
            if (base / name).samefile(folder / name):
                out[name] = entry
        except OSError:
            continue
    return out
