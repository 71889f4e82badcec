"""The files of a picture index: flat arrays, memory-mapped, no pickle."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt
from provenance.indexing.arrays import map_arrays, save_arrays
from provenance.indexing.picture_graphics import MASK_BYTES, learn_graphics, unpack
from provenance.media.agreement import grey_copy
from provenance.media.box import WHOLE, Box
from provenance.media.features import DESCRIPTOR_BYTES, stored_features
from provenance.media.hashes import picture_hashes
from provenance.media.match import Side
from provenance.media.subpictures import sub_pictures


@dataclass(frozen=True, slots=True, order=True)
class PictureKey:
    """Where a picture comes from: an entry of a record's `media`, for a recording also the second of its frame."""

    evidence_id: str
    media: str
    at_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PictureArrays:
    """All pictures of an index, one after the other.

    Attributes:
        keys: one a picture.
        sizes: int32, shape (pictures, 2): width and height of the files.
        starts: int64, shape (pictures + 1,): where each picture's features start.
        points: float16, shape (features, 4), as `Features.points`.
        descriptors: uint8, shape (features, 32).
        copy_shapes: int32, shape (pictures, 2): height and width of the grey copies.
        copies: uint8, the grey copies, row by row.
        hash_owner: int64, shape (hashes,): the picture that each hash belongs to.
        hash_boxes: float32, shape (hashes, 4).
        pdq: uint8, shape (hashes, 32).
        dct: uint8, shape (hashes, 8).
        graphics: uint8, shape (pictures, 128): what unrelated pictures share, see `picture_graphics`.
    """

    keys: tuple[PictureKey, ...]
    sizes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    points: npt.NDArray[np.float16]
    descriptors: npt.NDArray[np.uint8]
    copy_shapes: npt.NDArray[np.int32]
    copies: npt.NDArray[np.uint8]
    hash_owner: npt.NDArray[np.int64]
    hash_boxes: npt.NDArray[np.float32]
    pdq: npt.NDArray[np.uint8]
    dct: npt.NDArray[np.uint8]
    graphics: npt.NDArray[np.uint8]

    def owners(self) -> npt.NDArray[np.int32]:
        """The picture of each feature; int32, shape (features,)."""
        return np.repeat(np.arange(len(self.keys), dtype=np.int32), np.diff(self.starts))

    def copy_starts(self) -> npt.NDArray[np.int64]:
        """Where each grey copy starts in `copies`; int64, shape (pictures,)."""
        ends = np.cumsum(self.copy_shapes.astype(np.int64).prod(1))
        return np.concatenate([[0], ends])[: len(self.copy_shapes)]

    def side(self, picture: int, start: int) -> Side:
        """The stored side of a comparison; `start` is that of `copy_starts`."""
        height, width = (int(value) for value in self.copy_shapes[picture])
        grey = np.asarray(self.copies[start : start + height * width]).reshape(height, width)
        return Side(grey, int(self.sizes[picture, 0]), int(self.sizes[picture, 1]), unpack(self.graphics[picture]))

    def save(self, folder: Path) -> None:
        """Write into an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        keys = [[key.evidence_id, key.media, key.at_s] for key in self.keys]
        (folder / "keys.json").write_text(json.dumps(keys, ensure_ascii=False), encoding="utf-8")
        save_arrays(folder, _ARRAYS, self)

    @classmethod
    def load(cls, folder: Path) -> PictureArrays:
        """Map what `save` wrote.

        Raises:
            IndexCorrupt: a file is missing or malformed.
        """
        try:
            keys = tuple(PictureKey(*row) for row in json.loads((folder / "keys.json").read_text(encoding="utf-8")))
            arrays = map_arrays(folder, _ARRAYS)
            return cls(keys=keys, **arrays)
        except (OSError, ValueError, TypeError) as error:
            raise IndexCorrupt(f"the picture index in {folder} cannot be read: {error}; rebuild it") from None


class PictureCollector:
    """Collects pictures for an index; memory grows by about 40 KB a picture."""

    def __init__(self) -> None:
        self._keys: list[PictureKey] = []
        self._sizes: list[tuple[int, int]] = []
        self._parts: dict[str, list[npt.NDArray[np.generic]]] = {name: [] for name in _COLLECTED}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: PictureKey, pixels: npt.NDArray[np.uint8], size: tuple[int, int] | None = None) -> None:
        """Take in one picture.

        Args:
            key: where it comes from.
            pixels: uint8, shape (height, width, 3), RGB.
            size: width and height of the file, where `pixels` is a reduced copy.
        """
        features = stored_features(pixels)
        hashes = picture_hashes(pixels, [WHOLE, *sub_pictures(pixels)])
        copy = grey_copy(pixels)
        here = len(self._keys)
        self._keys.append(key)
        self._sizes.append(size or (pixels.shape[1], pixels.shape[0]))
        self._append(
            points=features.points.astype(np.float16),
            descriptors=features.descriptors,
            counts=np.array([len(features)], np.int64),
            copy_shapes=np.array([copy.shape], np.int32),
            copies=copy.ravel(),
            hash_owner=np.full(len(hashes.boxes), here, np.int64),
            hash_boxes=_boxes(hashes.boxes),
            pdq=hashes.pdq,
            dct=hashes.dct,
        )

    def take(self, arrays: PictureArrays, wanted: Callable[[str], bool]) -> None:
        """Take over stored pictures whose record is `wanted`."""
        copies = np.append(arrays.copy_starts(), len(arrays.copies))
        for picture, key in enumerate(arrays.keys):
            if not wanted(key.evidence_id):
                continue
            features = slice(arrays.starts[picture], arrays.starts[picture + 1])
            hashes = arrays.hash_owner == picture
            here = len(self._keys)
            self._keys.append(key)
            self._sizes.append((int(arrays.sizes[picture, 0]), int(arrays.sizes[picture, 1])))
            self._append(
                points=arrays.points[features],
                descriptors=arrays.descriptors[features],
                counts=np.array([features.stop - features.start], np.int64),
                copy_shapes=arrays.copy_shapes[picture : picture + 1],
                copies=arrays.copies[copies[picture] : copies[picture + 1]],
                hash_owner=np.full(int(hashes.sum()), here, np.int64),
                hash_boxes=arrays.hash_boxes[hashes],
                pdq=arrays.pdq[hashes],
                dct=arrays.dct[hashes],
            )

    def _append(self, **parts: npt.NDArray[Any]) -> None:
        for name, value in parts.items():
            self._parts[name].append(value)

    def arrays(self) -> PictureArrays:
        """What was collected so far."""
        joined: dict[str, Any] = {
            name: np.concatenate([np.zeros(_COLLECTED[name][0], _COLLECTED[name][1]), *parts])
            for name, parts in self._parts.items()
        }
        starts = np.concatenate([[0], np.cumsum(joined.pop("counts"))]).astype(np.int64)
        sizes = np.array(self._sizes, np.int32).reshape(-1, 2)
        nothing = np.zeros((len(self._keys), MASK_BYTES), np.uint8)
        arrays = PictureArrays(keys=tuple(self._keys), sizes=sizes, starts=starts, graphics=nothing, **joined)
        return replace(arrays, graphics=learn_graphics(arrays))


#: Name → shape of nothing and type.
_COLLECTED: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
    "points": ((0, 4), np.float16),
    "descriptors": ((0, DESCRIPTOR_BYTES), np.uint8),
    "counts": ((0,), np.int64),
    "copy_shapes": ((0, 2), np.int32),
    "copies": ((0,), np.uint8),
    "hash_owner": ((0,), np.int64),
    "hash_boxes": ((0, 4), np.float32),
    "pdq": ((0, 32), np.uint8),
    "dct": ((0, 8), np.uint8),
}
_ARRAYS = ("sizes", "starts", "graphics", *(name for name in _COLLECTED if name != "counts"))


def _boxes(boxes: Sequence[Box]) -> npt.NDArray[np.float32]:
    return np.array([tuple(box) for box in boxes], np.float32).reshape(-1, 4)
