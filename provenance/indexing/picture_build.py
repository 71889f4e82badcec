"""Build the picture index of records: decode what they show, inside limits, and say what could not be decoded."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file


def index_pictures(
    records: Iterable[Evidence], *, limits: MediaLimits = DEFAULT_LIMITS
) -> tuple[PictureIndex, list[Skipped]]:
    """Index every picture of every record.

    Args:
        records: those without media cost nothing.
        limits: of decoding.

    Returns:
        The index, and what was left out with the reason.
    """
    collector, skipped = PictureCollector(), list[Skipped]()
    with PictureDecoder(limits) as decoder:
        for record in records:
            for number, media in enumerate(record.media):
                try:
                    picture = decoder.decode(media_file(media))
                except RecordError as error:
                    skipped.append(
                        Skipped(code=error.code, message=f"{error} @ record {record.id}", path=f"$.media[{number}]")
                    )
                    continue
                collector.add(PictureKey(record.id, str(media)), picture.pixels, (picture.width, picture.height))
    return PictureIndex(collector.arrays()), skipped
