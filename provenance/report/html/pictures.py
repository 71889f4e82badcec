"""Pictures inside the page: small copies as data addresses, with the matched part outlined."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.model.media_path import MediaPath
from provenance.model.span import BoxSpan

if TYPE_CHECKING:
    from provenance.media.decoder import PictureDecoder

#: Longest side of the copy in pixels, and how much of the page pictures may take in all.
_SIDE_PX, _TOTAL_BYTES = 480, 20_000_000
_QUALITY = 72
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"})
#: A card shows so many pictures a side.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture; `source` is None where the file could not be shown. Boxes are in percent of width and height."""

    name: str
    source: str | None
    width: int = 0
    height: int = 0
    boxes: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(slots=True)
class Pictures:
    """Makes copies until the page is full; every file once. Use it as a context manager, it may own a decoding process.

    Attributes:
        folder: where paths start that do not know their file; None takes them as they are.
        kept: record id and media → the small JPEG that the index kept, for records whose files are elsewhere.
    """

    folder: Path | None = None
    kept: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    _left: int = _TOTAL_BYTES
    _made: dict[tuple[str | None, str], tuple[str, int, int] | None] = field(default_factory=dict)
    _decoder: PictureDecoder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._decoder is not None:
            self._decoder.close()

    def of(self, media: Sequence[str], boxes: Sequence[BoxSpan], record: str | None = None) -> Iterator[Picture]:
        """The pictures among some media files: those with a matched part first.

        Args:
            media: of a post or record.
            boxes: matched parts.
            record: id of the record, if it is one.
        """
        given = {str(name): name for name in media}
        with_box = list(dict.fromkeys(str(box.media) for box in boxes))
        names = [*with_box, *(name for name in given if name not in with_box)]
        for name in [name for name in names if Path(name).suffix.lower() in _SUFFIXES][:_SHOWN]:
            key = (record, name)
            if key not in self._made:
                self._made[key] = self._copy(given.get(name, name), record)
            made = self._made[key]
            if made is None:
                yield Picture(Path(name).name, None)
                continue
            outlines = tuple(
                (100 * box.x0, 100 * box.y0, 100 * (box.x1 - box.x0), 100 * (box.y1 - box.y0))
                for box in boxes
                if box.media == name
            )
            yield Picture(Path(name).name, *made, outlines)

    def _copy(self, name: str, record: str | None) -> tuple[str, int, int] | None:
        path = self.file(name, record)
        small = (self._small(path) if path is not None and path.is_file() else None) or self._from_index(name, record)
        if small is None or not self.take(len(small[0])):
            return None
        data, width, height = small
        return "data:image/jpeg;base64," + base64.b64encode(data).decode(), width, height

    def take(self, size: int) -> bool:
        """Take so many bytes of what pictures may take of the page; False where nothing is left."""
        if self._left <= 0:
            return False
        self._left -= size
        return True

    def file(self, name: str, record: str | None) -> Path | None:
        """The file of an entry of `media`, as far as it is known."""
        if isinstance(name, MediaPath):
            return name.file
        if self.folder is not None:
            return self.folder / name
        # Where the paths of an index's records once started is not known: its own copy is shown.
        return Path(name) if record is None else None

    def _small(self, path: Path) -> tuple[bytes, int, int] | None:
        import cv2

        try:
            pixels = self.decoded(path)
        except RecordError:
            return None
        written, data = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return (bytes(data), pixels.shape[1], pixels.shape[0]) if written else None

    def decoded(self, path: Path) -> npt.NDArray[np.uint8]:
        """A small copy of a file, through the one door for pictures.

        Raises:
            RecordError: it is none, or cannot be decoded.
        """
        from provenance.media.decoder import PictureDecoder
        from provenance.media.limits import MediaLimits

        self._decoder = self._decoder or PictureDecoder(MediaLimits(side=_SIDE_PX))
        return self._decoder.decode(path).pixels

    def _from_index(self, name: str, record: str | None) -> tuple[bytes, int, int] | None:
        import cv2

        data = self.kept.get((record or "", str(name)))
        if data is None:
            return None
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            return None
        height, width = grey.shape
        scale = _SIDE_PX / max(width, height)
        return data, round(width * scale), round(height * scale)
