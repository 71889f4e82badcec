"""A picture on disk laid against an older one on disk."""

from __future__ import annotations

from pathlib import Path

from provenance.errors import InputError, RecordError
from provenance.media.decoder import PictureDecoder
from provenance.media.image import compare_images
from provenance.model.picture_alignment import PictureAlignment


def align_pictures(clip: Path | str, official: Path | str) -> PictureAlignment:
    """Which part of a picture is part of an older one, and what was done to it.

    Args:
        clip: the copy.
        official: the older picture.

    Raises:
        InputError: a file cannot be decoded.
    """
    names = str(clip), str(official)
    try:
        with PictureDecoder() as decoder:
            copy, older = (decoder.decode(Path(name)).pixels for name in names)
    except RecordError as error:
        raise InputError(f"{error} ({error.code})") from None
    match = compare_images(copy, older)
    if match is None:
        return PictureAlignment(*names)
    scale = match.transform.scale * max(copy.shape[:2]) / max(older.shape[:2])
    return PictureAlignment(
        *names,
        clip=match.box_a.span(names[0]),
        official=match.box_b.span(names[1]),
        edits=match.transform.edits,
        scale=scale,
        rotation_deg=match.transform.rotation_deg,
        score=match.similarity,
        corners=match.inliers,
    )
