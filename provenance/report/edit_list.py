"""The shots of a time-coded clip as an edit decision list: OpenTimelineIO, and CMX 3600 through its adapter."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from provenance.errors import MissingExtra, UsageError
from provenance.model.alignment import AlignedDocuments, Shot
from provenance.model.media_alignment import MediaAlignment

#: Frames a second of the time codes. An EDL must name a rate; subtitles have none, so the common broadcast rate.
RATE = 25.0


def edit_list_otio(documents: AlignedDocuments | MediaAlignment, *, rate: float = RATE) -> str:
    """The clip as an OpenTimelineIO timeline (JSON): every shot with its range in the record, gaps where it has none.

    Raises:
        UsageError: a document carries no time codes.
        MissingExtra: the library is not installed.
    """
    otio = _library("opentimelineio")
    return str(otio.adapters.write_to_string(_timeline(otio, documents, rate), "otio_json"))


def edit_list_cmx(documents: AlignedDocuments | MediaAlignment, *, rate: float = RATE) -> str:
    """The clip as a CMX 3600 list: one event a shot, source in and out in the record, record in and out in the clip.

    Raises:
        UsageError: a document carries no time codes.
        MissingExtra: the library or its adapter is not installed.
    """
    otio = _library("opentimelineio")
    _library("otio_cmx3600_adapter")
    return str(otio.adapters.write_to_string(_timeline(otio, documents, rate), "cmx_3600", rate=rate))


def _timeline(otio: Any, documents: AlignedDocuments | MediaAlignment, rate: float) -> Any:
    if not documents.shots:
        raise UsageError(
            "an edit list needs time codes on both sides; give SubRip or WebVTT files, or choose another format"
        )
    timeline = otio.schema.Timeline(name=PurePath(documents.clip_name).stem)
    track = otio.schema.Track(name="V", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    frame = 0
    for number, shot in enumerate(documents.shots, 1):
        start, end = _frames(shot.clip.start_s, rate), _frames(shot.clip.end_s, rate)
        if start > frame:
            track.append(otio.schema.Gap(source_range=_range(otio, 0, start - frame, rate)))
            frame = start
        length = max(1, end - frame)
        track.append(_item(otio, documents, shot, number, length, rate))
        frame += length
    return timeline


def _item(
    otio: Any, documents: AlignedDocuments | MediaAlignment, shot: Shot, number: int, length: int, rate: float
) -> Any:
    if shot.official is None:
        return otio.schema.Gap(name="not in the record", source_range=_range(otio, 0, length, rate))
    item = otio.schema.Clip(
        name=f"shot {number}",
        media_reference=otio.schema.ExternalReference(target_url=documents.official_name),
        source_range=_range(otio, _frames(shot.official.start_s, rate), length, rate),
    )
    item.metadata["provenance"] = {
        "official_start_s": shot.official.start_s,
        "official_end_s": shot.official.end_s,
        "clip_start_s": shot.clip.start_s,
        "clip_end_s": shot.clip.end_s,
    }
    return item


def _range(otio: Any, start: int, length: int, rate: float) -> Any:
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(start, rate), time(length, rate))


def _frames(seconds: float, rate: float) -> int:
    return round(seconds * rate)


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra("timeline", name.replace("_", "-")) from None
