"""Which records show what the pictures of a post show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from provenance.errors import RecordError
from provenance.indexing.pictures import PictureIndex
from provenance.media.about import About, about
from provenance.media.decoder import PictureDecoder
from provenance.media.match import ImageMatch
from provenance.media.sniff import is_recording
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file
from provenance.model.post import Post

#: Records that one picture may bring.
_MOST_HITS = 10


@dataclass(frozen=True, slots=True)
class PictureEvidence:
    """A record that shows part of a post's picture.

    Attributes:
        evidence: the record.
        media: the entry of its `media` that does.
        match: the parts on both sides (a is the post's picture) and the transform.
        at_s: second of the frame, where that entry is a recording.
        post_s: second of the post's clip that shows it, where the post has no picture but a clip.
    """

    evidence: Evidence
    media: str
    match: ImageMatch
    at_s: float | None = None
    post_s: float | None = None


@dataclass(frozen=True, slots=True)
class PictureHits:
    """One entry of a post's `media` and the records that show it, most similar first.

    Attributes:
        media: the entry.
        hits: the records.
        about: what the file says about itself, where it was asked.
    """

    media: str
    hits: tuple[PictureEvidence, ...]
    about: About | None = None


class PictureFinder:
    """Looks the pictures of posts up; use it as a context manager, it owns a decoding process.

    Args:
        index: the pictures of the records.
        evidence_of: the record of an id, or None where it may not be cited.
        anchors: certificates (PEM) of those who are trusted to sign Content Credentials.
    """

    def __init__(
        self, index: PictureIndex, evidence_of: Callable[[str], Evidence | None], *, anchors: str | None = None
    ) -> None:
        self._index = index
        self._evidence_of = evidence_of
        self._decoder = PictureDecoder()
        self._anchors = anchors

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the decoding process."""
        self._decoder.close()

    def find(self, post: Post) -> tuple[tuple[PictureHits, ...], tuple[Skipped, ...]]:
        """The hits of each picture of `post` that has any, and the files that were not looked at, with the reason."""
        found: list[PictureHits] = []
        skipped: list[Skipped] = []
        for number, media in enumerate(post.media):
            if is_recording(media_file(media)):
                continue  # `alignment.time.find` looks at those
            try:
                picture = self._decoder.decode(media_file(media))
            except RecordError as error:
                skipped.append(
                    Skipped(
                        code=error.code, message=f"{error} @ post {post.id}", post_id=post.id, path=f"$.media[{number}]"
                    )
                )
                continue
            hits = [
                PictureEvidence(evidence, hit.key.media, hit.match, hit.key.at_s)
                for hit in self._index.search(picture.pixels, _MOST_HITS)
                if (evidence := self._evidence_of(hit.key.evidence_id)) is not None
            ]
            if hits:
                found.append(PictureHits(media, tuple(hits), self._about(media)))
        return tuple(found), tuple(skipped)

    def _about(self, media: str) -> About | None:
        try:
            return about(media_file(media), anchors=self._anchors)
        except RecordError:  # the picture was decoded; that it says nothing of itself proves nothing
            return None
