"""Pictures of a clip and of a record that show the same moment, as the sound of the two tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from provenance.media.video import KeyPicture
from provenance.model.media_alignment import MediaSegment

#: Moments that are compared, at most.
_MOST = 4
#: Seconds from the ends of a segment within which the picture may have been cut otherwise than the sound.
_EDGE_S = 0.3
#: Seconds by which a decoded picture may miss the one that was asked for: a frame of the clock, and rounding.
_NEAR_S = 0.12


def same_moments(keys: Sequence[KeyPicture], heard: Sequence[MediaSegment]) -> list[tuple[KeyPicture, float]]:
    """Key pictures of a clip with the second of the record that sounds the same, spread over the clip.

    Args:
        keys: of the clip.
        heard: segments of the sound that play the record.
    """
    found = []
    for key in keys:
        for segment in heard:
            assert segment.official is not None
            if segment.clip.start_s + _EDGE_S <= key.second <= segment.clip.end_s - _EDGE_S:
                found.append((key, segment.official.start_s + (key.second - segment.clip.start_s) * segment.speed))
    if not found:
        return []
    return [found[at] for at in np.unique(np.linspace(0, len(found) - 1, _MOST).round().astype(int))]


def paired(
    moments: Sequence[tuple[KeyPicture, float]], shown: Sequence[KeyPicture]
) -> Iterator[tuple[KeyPicture, KeyPicture]]:
    """Each picture of the clip with the record's that was taken at its moment, where that was decoded."""
    for key, second in moments:
        near = min(shown, key=lambda each: abs(each.second - second), default=None)
        if near is not None and abs(near.second - second) <= _NEAR_S:
            yield key, near
