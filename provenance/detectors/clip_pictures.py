"""What a clip shows of the pictures and recordings of records, in the form in which pictures are judged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provenance.alignment.clip_hits import ClipHits
from provenance.model.media_alignment import Track
from provenance.retrieval.pictures import PictureEvidence, PictureHits

if TYPE_CHECKING:
    from provenance.alignment.time.geometry import Seen

#: Seconds of one track that a recording must play before its frames count: rooms and podiums look alike for years.
_LEAST_S = {Track.PICTURE: 2.0, Track.SOUND: 4.0}


def clip_pictures(found: ClipHits) -> PictureHits | None:
    """Records that a clip shows: recordings that it plays, and still pictures that fill half of it."""
    playing = {
        (hit.evidence.id, hit.media)
        for hit in found.hits
        for track, least in _LEAST_S.items()
        if sum(s.clip.end_s - s.clip.start_s for s in hit.alignment.track(track) if s.official) >= least
    }
    shown: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for each in found.seen:
        shown[each.hit.key.evidence_id, each.hit.key.media].append(each)
    hits = []
    for (name, media), group in shown.items():
        best = max(group, key=lambda each: each.hit.match.similarity)
        record = found.records.get(name)
        moving = best.hit.key.at_s is not None
        often = len({each.key.second for each in group}) >= max(1, found.keys / 2)
        if record is not None and ((name, media) in playing if moving else often):
            hits.append(PictureEvidence(record, media, best.hit.match, best.hit.key.at_s, best.key.second))
    if not hits:
        return None
    return PictureHits(found.media, tuple(sorted(hits, key=lambda hit: -hit.match.similarity)))
