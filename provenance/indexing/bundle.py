"""A built index as a whole: records, lexical index, vectors, manifest; opened together or not at all."""

from __future__ import annotations

import fcntl
import os
import weakref
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import IndexCorrupt, IndexMissing, IndexProblem, told_by
from provenance.indexing.allowed import allowed_rows
from provenance.indexing.base import Filter, Mask
from provenance.indexing.lexical import LexicalIndex
from provenance.indexing.manifest import MANIFEST_FILE, Manifest
from provenance.indexing.outlines import OutlineArrays
from provenance.indexing.passages import PassageIndex
from provenance.indexing.vector import VectorIndex
from provenance.store.records import RecordTable

if TYPE_CHECKING:
    from provenance.indexing.milvus.served import Served
    from provenance.indexing.milvus.store import MilvusStore
    from provenance.indexing.pictures import PictureIndex
    from provenance.indexing.recordings.search import RecordingIndex

CURRENT_FILE = "current"
LEXICAL, VECTORS, OUTLINES = "lexical", "vectors", "outlines"
PASSAGES, PICTURES, RECORDINGS, PICTURE_TEXTS = "passages", "pictures", "recordings", "picture_texts"

#: Indexes up to this size are checked byte by byte on opening (a tenth of a second); larger ones by size alone,
#: and byte by byte by `provenance index verify`.
VERIFY_BYTES = 64_000_000

#: Masks of filters that stay made: every batch of a check asks for the same few (a megabyte each in a million records).
_MASKS_KEPT = 8


class IndexBundle:
    """One version of an index. Its parts are opened when first used."""

    def __init__(self, folder: Path, manifest: Manifest, store: MilvusStore | None = None) -> None:
        self.folder = folder
        self.manifest = manifest
        self._store = store
        self._masks: dict[Filter, Mask | None] = {}
        _hold(self, folder)

    @classmethod
    def open(cls, folder: Path, *, verify: bool | None = None, store: MilvusStore | None = None) -> IndexBundle:
        """Open an index.

        Args:
            folder: a version folder, or a folder whose file `current` names one.
            verify: compare the contents of every file with the manifest; None means if the index is small.
            store: serves vectors, and what else it can; None means the index's own files do.

        Raises:
            IndexMissing: nothing is published there.
            IndexCorrupt: a file is not what the manifest promises.
            IndexMismatch: it was built for another version of this program.
        """
        while True:
            version = version_folder(Path(folder))
            try:
                return cls._open(version, verify, store)
            except IndexProblem:
                # Published anew and taken away between two looks? Then there is another one to open.
                if version_folder(Path(folder)) == version:
                    raise

    @classmethod
    def _open(cls, folder: Path, verify: bool | None, store: MilvusStore | None) -> IndexBundle:
        manifest = Manifest.read(folder)
        bundle = cls(folder, manifest, store)
        if verify is None:
            verify = sum(entry.bytes for entry in manifest.files.values()) <= VERIFY_BYTES
        manifest.verify(folder, contents=verify)
        return bundle

    @property
    def version(self) -> str:
        """Identifies the index in every finding."""
        return self.manifest.version

    def __len__(self) -> int:
        return self.manifest.counts["records"]

    @cached_property
    def records(self) -> RecordTable:
        """The records, by row and by id."""
        return RecordTable(self.folder)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Search by words."""
        folder = self.folder / LEXICAL
        return self._served.words(folder) if self._served else LexicalIndex.open(folder)

    @cached_property
    def vectors(self) -> VectorIndex:
        """Search by vectors of the encoder that the manifest names."""
        folder = self.folder / VECTORS
        return self._served.vectors(folder) if self._served else VectorIndex.open(folder)

    @cached_property
    def outlines(self) -> OutlineArrays:
        """What each record tells, as numbers."""
        return OutlineArrays.load(self.folder / OUTLINES)

    @cached_property
    def passages(self) -> PassageIndex | None:
        """Search for quotations in releases and works; None where the index holds neither."""
        folder = self.folder / PASSAGES
        return PassageIndex.load(folder) if folder.is_dir() else None

    @cached_property
    def pictures(self) -> PictureIndex | None:
        """Search for what pictures show; None where no record has one."""
        if not self.has_pictures:
            return None
        from provenance.indexing.pictures import PictureIndex  # FAISS and OpenCV, for those who need them

        folder = self.folder / PICTURES
        return PictureIndex.load(folder, self._served.hashes) if self._served else PictureIndex.load(folder)

    @property
    def has_pictures(self) -> bool:
        """Whether some record shows one; cheaper to ask than `pictures`."""
        return (self.folder / PICTURES).is_dir()

    @cached_property
    def picture_texts(self) -> IndexBundle | None:
        """What the pictures of records say, as an index of its own (`indexing.pictured`); None where none was read."""
        folder = self.folder / PICTURE_TEXTS
        if not folder.is_dir():
            return None
        kinds = Counter(RecordTable(folder).column("kind").to_pylist())
        counts = {"records": kinds.total(), **{str(kind): count for kind, count in kinds.items()}}
        inside = f"{PICTURE_TEXTS}/"
        entries = self.manifest.files.items()
        files = {name.removeprefix(inside): entry for name, entry in entries if name.startswith(inside)}
        return IndexBundle(folder, replace(self.manifest, counts=counts, files=files))

    @cached_property
    def recordings(self) -> RecordingIndex | None:
        """Search for what recordings play; None where no record has one."""
        if not self.has_recordings:
            return None
        from provenance.indexing.recordings.search import RecordingIndex  # SciPy and OpenCV, likewise

        return RecordingIndex.load(self.folder / RECORDINGS)

    @property
    def has_recordings(self) -> bool:
        """Whether some record has one; cheaper to ask than `recordings`."""
        return (self.folder / RECORDINGS).is_dir()

    @cached_property
    def _served(self) -> Served | None:
        if self._store is None:
            return None
        from provenance.indexing.milvus.served import Served

        return Served(self._store, self.version, self.records.rows)

    def allowed(self, where: Filter | None) -> Mask | None:
        """Which rows pass a filter, shape (records,); None means all."""
        if where is None:
            return None
        if where not in self._masks:
            if len(self._masks) >= _MASKS_KEPT:
                self._masks.clear()
            self._masks[where] = allowed_rows(self.records, where, lambda place: self.outlines.at(place))
        return self._masks[where]


def _hold(bundle: IndexBundle, folder: Path) -> None:
    """Keep the version from being pruned while `bundle` lives. A folder that cannot be locked is read all the same."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    weakref.finalize(bundle, os.close, handle)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def version_folder(folder: Path) -> Path:
    """The version folder that a path means.

    Raises:
        IndexMissing: neither an index nor a pointer to one is there, or the path is a file.
        IndexCorrupt: the pointer names no folder beside it.
    """
    if (folder / MANIFEST_FILE).is_file():
        return folder
    if folder.is_file():
        raise IndexMissing(f"{folder} is a file; name the folder that it lies in: {folder.parent}")
    try:
        name = (folder / CURRENT_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(f"there is no published index in {folder}; build one with: provenance index build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorrupt(f"cannot read {folder / CURRENT_FILE}: {told_by(error)}") from error
    if not name or name != Path(name).name or name.startswith("."):
        raise IndexCorrupt(f"{folder / CURRENT_FILE} names {name!r}, which is no version; write one into it by hand")
    return folder / name
