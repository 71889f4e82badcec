"""The contact sheet of a card: frames and parts of pictures that are the same, the post's beside the record's."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.model.evidence import Evidence
from provenance.model.finding import Finding
from provenance.model.post import Post
from provenance.report.html.pictures import Pictures
from provenance.report.matched_frames import FramePair, Moment, frame_pairs

#: Longest side of a thumbnail, pixels, and its JPEG quality: about 8 KB each.
_SIDE_PX, _QUALITY = 240, 70

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One side of a pair; `source` is None where nothing could be shown.

    Attributes:
        name: of the file.
        clock: time code, minutes and seconds; None for a picture.
        source: a data address.
        width: pixels.
        height: likewise.
    """

    name: str
    clock: str | None
    source: str | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair of thumbnails."""

    post: Thumbnail
    record: Thumbnail


class ContactSheets:
    """Makes the sheets of a page; what they may take of it is what `pictures` has left.

    Args:
        pictures: opens files, counts bytes.
        kept: record id and address of a frame or picture → the small JPEG that the index kept.
    """

    def __init__(self, pictures: Pictures, kept: Mapping[tuple[str, str], bytes]) -> None:
        self._pictures, self._kept = pictures, kept
        self._made: dict[tuple[str | None, Moment], Thumbnail] = {}

    def of(self, finding: Finding, post: Post | None, evidence: Mapping[str, Evidence]) -> tuple[Compared, ...]:
        """The pairs of which both sides can be shown."""
        pairs = frame_pairs(finding)
        shown = self._frames([pair.post for pair in pairs], post.media if post else (), None)
        for name in dict.fromkeys(pair.evidence_id for pair in pairs):
            record = evidence.get(name)
            theirs = [pair.record for pair in pairs if pair.evidence_id == name]
            shown |= self._frames(theirs, record.media if record else (), name)
        return tuple(self._compared(pairs, shown))

    def _compared(
        self, pairs: Sequence[FramePair], shown: Mapping[tuple[str | None, Moment], Thumbnail]
    ) -> Iterator[Compared]:
        for pair in pairs:
            post, record = shown[None, pair.post], shown[pair.evidence_id, pair.record]
            if post.source and record.source:
                yield Compared(post, record)

    def _frames(
        self, moments: Sequence[Moment], media: Sequence[str], record: str | None
    ) -> dict[tuple[str | None, Moment], Thumbnail]:
        """Thumbnails of some moments; every recording is opened once."""
        missing: dict[str, list[Moment]] = defaultdict(list)
        for moment in dict.fromkeys(moments):
            if (record, moment) not in self._made:
                missing[moment.media].append(moment)
        given = {str(name): name for name in media}
        for name, wanted in missing.items():
            pixels = self._pixels(given.get(name, name), wanted, record)
            for moment in wanted:
                self._made[record, moment] = self._thumbnail(moment, pixels.get(moment), record)
        return {(record, moment): self._made[record, moment] for moment in moments}

    def _pixels(self, name: str, wanted: Sequence[Moment], record: str | None) -> dict[Moment, Pixels]:
        """What of these moments the file itself shows."""
        path = self._pictures.file(name, record)
        if path is None or not path.is_file():
            return {}
        seconds = [moment.at_s for moment in wanted if moment.at_s is not None]
        try:
            if not seconds:
                whole = self._pictures.decoded(path)
                return {moment: _cut(whole, moment) for moment in wanted}
            from provenance.media.video import stills

            frames = stills(path, seconds, side=_SIDE_PX)
        except RecordError:
            return {}
        return {moment: frames[moment.at_s] for moment in wanted if moment.at_s is not None and moment.at_s in frames}

    def _thumbnail(self, moment: Moment, pixels: Pixels | None, record: str | None) -> Thumbnail:
        import cv2

        second = moment.at_s
        if pixels is None and record is not None:
            pixels, second = self._from_index(moment, record)
        name, clock = moment.media.rpartition("/")[2], None if second is None else time_code(second)
        if pixels is None:
            return Thumbnail(name, clock)
        scale = min(1.0, _SIDE_PX / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        colours = small[:, :, ::-1] if small.ndim == 3 else small
        data = bytes(cv2.imencode(".jpg", colours, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
        if not self._pictures.take(len(data)):
            return Thumbnail(name, clock)
        return Thumbnail(name, clock, "data:image/jpeg;base64," + base64.b64encode(data).decode(), *size)

    def _from_index(self, moment: Moment, record: str) -> tuple[Pixels | None, float | None]:
        """The copy that the index keeps: of the picture, or of the key frame nearest to the moment, with its second."""
        import cv2

        if moment.at_s is None:
            data, second = self._kept.get((record, moment.media)), None
        else:
            start = f"{moment.media}#t="
            frames = {
                float(address.removeprefix(start)): data
                for (name, address), data in self._kept.items()
                if name == record and address.startswith(start)
            }
            if not frames:
                return None, moment.at_s
            at_s = moment.at_s
            second = min(frames, key=lambda each: abs(each - at_s))
            data = frames[second]
        if data is None:
            return None, second
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        return (None if grey is None else _cut(np.asarray(grey, np.uint8), moment)), second


def time_code(seconds: float) -> str:
    """Minutes and seconds, as players show them."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def _cut(pixels: Pixels, moment: Moment) -> Pixels:
    """The matched part."""
    if moment.box is None:
        return pixels
    from provenance.media.box import Box

    box = moment.box
    return np.asarray(Box(box.x0, box.y0, box.x1, box.y1).cut(pixels), np.uint8)
