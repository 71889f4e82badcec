"""What the pictures of posts say."""

from __future__ import annotations

from typing import Self

from provenance.errors import RecordError
from provenance.media.decoder import PictureDecoder
from provenance.media.ocr import TextReader
from provenance.media.picture_text import PictureText, joined
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file
from provenance.model.post import Post


class PictureTexts:
    """Reads the pictures of posts; use it as a context manager, it owns a decoding and a reading process."""

    def __init__(self, reader: TextReader | None = None) -> None:
        self._reader = reader or TextReader()
        self._decoder = PictureDecoder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()
        self._reader.close()

    @property
    def revision(self) -> str:
        """Of the recogniser."""
        return self._reader.revision

    def read(self, post: Post) -> tuple[tuple[PictureText, ...], tuple[Skipped, ...]]:
        """The pictures of a post that say enough to be checked, and those that could not be read, with the reason.

        What cannot be decoded is reported by the search for pictures.
        """
        found: list[PictureText] = []
        skipped: list[Skipped] = []
        for number, media in enumerate(post.media):
            try:
                picture = self._decoder.decode(media_file(media))
            except RecordError:
                continue
            try:
                lines = self._reader.read(picture.pixels)
            except RecordError as error:
                skipped.append(
                    Skipped(
                        code=error.code,
                        message=f"{media}: {error} @ post {post.id}",
                        post_id=post.id,
                        path=f"$.media[{number}]",
                    )
                )
                continue
            said = joined(str(media), lines, picture.width / picture.height)
            if said.says_enough:
                found.append(said)
        return tuple(found), tuple(skipped)
