"""Where a version comes from: which changes of which store it contains, and the encoder that was asked for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

#: Lies in the folder of a version that the nightly job built.
LINEAGE_FILE = "changes.json"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Numbers of changes mean something in their own store only.

    Attributes:
        store: id of the change store.
        seq: number of the last change that the version contains.
        encoder: name or revision that the job was given.
    """

    store: str
    seq: int
    encoder: str

    def write(self, folder: Path) -> None:
        """Write into the folder of a version."""
        (folder / LINEAGE_FILE).write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Lineage | None:
        """Of a version; None for one that was not built by the nightly job."""
        try:
            data = json.loads((folder / LINEAGE_FILE).read_text(encoding="utf-8"))
            return cls(str(data["store"]), int(data["seq"]), str(data["encoder"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
