"""What an index consists of and what it was built with; the last file written and the first one read."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provenance.errors import IndexCorrupt, IndexMismatch, IndexMissing, told_by
from provenance.indexing.analysis import ANALYSIS_VERSION
from provenance.store.layout import VERSION as RECORDS_VERSION
from provenance.text.normalise import NORMALISER_VERSION

MANIFEST_FILE = "manifest.json"

#: Format of the folder as a whole, records included. Another number means: rebuild.
SCHEMA = f"provenance.index/1.{RECORDS_VERSION}"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size in bytes and SHA-256 (hex) of a file."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The text encoder that made the vectors."""

    name: str
    revision: str
    dimension: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Contents of `manifest.json`."""

    version: str
    #: ISO 8601, UTC.
    created: str
    model: Model
    #: What → how many: records, vectors, and records of each kind.
    counts: Mapping[str, int]
    #: Path inside the folder → size and checksum.
    files: Mapping[str, FileEntry]
    settings: Mapping[str, Any] = field(default_factory=dict)
    normaliser: str = NORMALISER_VERSION
    analysis: int = ANALYSIS_VERSION
    #: Who read the text in the pictures of records, or why nobody did; None where no record shows one.
    picture_text: str | None = None
    schema: str = SCHEMA

    def write(self, folder: Path) -> Path:
        """Write into the folder of the index."""
        path = folder / MANIFEST_FILE
        text = json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a version folder, and refuse one that this program cannot use.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt: it is unreadable.
            IndexMismatch: it was written by a program with another format, normaliser or analysis.
        """
        path = folder / MANIFEST_FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise IndexMissing(f"there is no index in {folder}; build one with: provenance index build") from None
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"cannot read {path}: {told_by(error)}; rebuild the index") from error
        _check_versions(path, data)
        try:
            data["files"] = {name: FileEntry(**entry) for name, entry in data["files"].items()}
            return cls(**{**data, "model": Model(**data["model"])})
        except (TypeError, KeyError, AttributeError) as error:
            raise IndexCorrupt(f"{path} is no manifest: {error!r}; rebuild the index") from error

    def verify(self, folder: Path, *, contents: bool) -> None:
        """Compare the files with what is promised.

        Args:
            folder: of the index.
            contents: read every file; otherwise only sizes are compared.

        Raises:
            IndexCorrupt: a file is missing, has another size, or other contents.
        """
        for name, entry in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                raise IndexCorrupt(f"{path} is missing; rebuild the index, or go back to an older version")
            size = path.stat().st_size
            if size != entry.bytes:
                raise IndexCorrupt(f"{path} has {size} bytes, the manifest promises {entry.bytes}; rebuild the index")
            if contents and sha256_of(path) != entry.sha256:
                raise IndexCorrupt(f"{path} is not what was written (checksum differs); rebuild the index")

    def check_model(self, name: str, revision: str) -> None:
        """Refuse an encoder whose vectors do not fit those of the index.

        Raises:
            IndexMismatch: the revisions differ.
        """
        if revision != self.model.revision:
            raise IndexMismatch(
                f"index {self.version} was built with {self.model.name} ({self.model.revision}), "
                f"not with {name} ({revision}); rebuild the index, or name the encoder it was built with"
            )


def _check_versions(path: Path, data: Any) -> None:
    if not isinstance(data, dict) or "schema" not in data:
        raise IndexCorrupt(f"{path} is no manifest; rebuild the index")
    for name, ours in (("schema", SCHEMA), ("normaliser", NORMALISER_VERSION), ("analysis", ANALYSIS_VERSION)):
        if data.get(name) != ours:
            raise IndexMismatch(f"{path}: {name} is {data.get(name)!r}, this program uses {ours!r}; rebuild the index")


def sha256_of(path: Path) -> str:
    """Hex digest of a file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries_of(folder: Path) -> dict[str, FileEntry]:
    """Every file of a folder but the manifest, by its path inside."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: FileEntry(path.stat().st_size, sha256_of(path)) for name, path in names.items()}
