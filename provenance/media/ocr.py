"""Text in pictures, read by RapidOCR (PP-OCR models that its wheel carries; nothing is fetched). Extra `ocr`."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import MissingExtra, RecordError
from provenance.media.apart import WorksApart
from provenance.media.box import Box
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits

#: Lines that the recogniser trusts less are left out; of rendered and photographed text .9 and more is usual (2026-11).
LEAST_TRUST = 0.7
#: Code of the error about a picture that could be decoded but not read.
UNREAD = "unread-text"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in a picture, with its place and the recogniser's trust (0 to 1)."""

    text: str
    box: Box
    trust: float


def can_read() -> bool:
    """Whether the extra is installed; costs no import."""
    return find_spec("rapidocr") is not None


class TextReader(WorksApart):
    """Reads the lines of decoded pictures in a process of its own, begun at the first one (1 s).

    What breaks a limit costs that process and one `RecordError`; the next picture gets a new one. The process ends with
    the reader; `close` ends it before.
    """

    worker = "ocr_worker.py"

    def __init__(self, limits: MediaLimits = DEFAULT_LIMITS) -> None:
        if not can_read():
            raise MissingExtra("ocr", "rapidocr")
        super().__init__()
        self.limits = limits

    @property
    def revision(self) -> str:
        """Name and version, for the header of a report."""
        try:
            return f"rapidocr {version('rapidocr')}"
        except PackageNotFoundError:  # installed by hand, without metadata
            return "rapidocr"

    def read(self, pixels: npt.NDArray[np.uint8]) -> tuple[TextLine, ...]:
        """The lines of a picture from top to bottom.

        Args:
            pixels: uint8, shape (height, width, 3), RGB.

        Raises:
            RecordError: the picture took too long or too much memory to read.
        """
        height, width = pixels.shape[:2]
        request = {"memory": self.limits.reading_bytes, "shape": [height, width]}
        answer = self._ask(json.dumps(request).encode() + b"\n" + np.ascontiguousarray(pixels[:, :, :3]).tobytes())
        if "error" in answer:
            raise RecordError(f"its text cannot be read: {answer['error']}", path="$.media", code=UNREAD)
        extent = np.array([width, height], float)
        return tuple(
            TextLine(text, Box.around(np.asarray(corners) / extent), trust)
            for text, corners, trust in answer["lines"]
            if trust >= LEAST_TRUST and text.strip()
        )

    def _ask(self, request: bytes) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(self.limits.reading_s, process.kill)
        late.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            late.cancel()
        if not line.endswith(b"\n"):
            self.close()
            raise RecordError(
                f"its text was not read within {self.limits.reading_s:g} s and {self.limits.reading_bytes:.1e} bytes",
                path="$.media",
                code=UNREAD,
            )
        return dict(json.loads(line))
