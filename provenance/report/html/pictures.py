"""Pictures inside the page: small copies as data addresses, with the matched part outlined."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provenance.model.span import BoxSpan

#: Longest side of the copy in pixels, and how much of the page pictures may take in all.
_SIDE_PX, _TOTAL_BYTES = 480, 20_000_000
#: Larger originals are not opened.
_MAX_PIXELS, _MAX_BYTES = 50_000_000, 40_000_000
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
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
    """Makes copies until the page is full; every file once."""

    folder: Path | None = None
    _left: int = _TOTAL_BYTES
    _made: dict[str, tuple[str, int, int] | None] = field(default_factory=dict)

    def of(self, media: Sequence[str], boxes: Sequence[BoxSpan]) -> Iterator[Picture]:
        """The pictures among some media files: those with a matched part first."""
        with_box = list(dict.fromkeys(box.media for box in boxes))
        names = [*with_box, *(name for name in media if name not in with_box)]
        for name in [name for name in names if Path(name).suffix.lower() in _SUFFIXES][:_SHOWN]:
            if name not in self._made:
                self._made[name] = self._copy(name)
            made = self._made[name]
            if made is None:
                yield Picture(Path(name).name, None)
                continue
            outlines = tuple(
                (100 * box.x0, 100 * box.y0, 100 * (box.x1 - box.x0), 100 * (box.y1 - box.y0))
                for box in boxes
                if box.media == name
            )
            yield Picture(Path(name).name, *made, outlines)

    def _copy(self, name: str) -> tuple[str, int, int] | None:
        path = Path(name) if self.folder is None else self.folder / name
        try:
            if not path.is_file() or path.stat().st_size > _MAX_BYTES or self._left <= 0:
                return None
            data, width, height = _small_jpeg(path)
        except (OSError, ValueError, SyntaxError, Warning):  # Pillow's ways of saying that it is no sound picture
            return None
        self._left -= len(data)
        return "data:image/jpeg;base64," + base64.b64encode(data).decode(), width, height


def _small_jpeg(path: Path) -> tuple[bytes, int, int]:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(path) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise ValueError("too many pixels")
            small = ImageOps.exif_transpose(image).convert("RGB")
            small.thumbnail((_SIDE_PX, _SIDE_PX))
            out = io.BytesIO()
            small.save(out, "JPEG", quality=72, optimize=True)
            return out.getvalue(), small.width, small.height
