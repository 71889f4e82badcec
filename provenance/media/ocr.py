"""Text in pictures, read by RapidOCR (PP-OCR models that its wheel carries; nothing is fetched). Extra `ocr`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import MissingExtra
from provenance.media.box import Box

#: Lines that the recogniser trusts less are left out; of rendered and photographed text .9 and more is usual (2026-11).
LEAST_TRUST = 0.7


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in a picture, with its place and the recogniser's trust (0 to 1)."""

    text: str
    box: Box
    trust: float


def can_read() -> bool:
    """Whether the extra is installed; costs no import."""
    return find_spec("rapidocr") is not None


class TextReader:
    """Reads the lines of decoded pictures; loads its models at the first one (1 s)."""

    def __init__(self) -> None:
        if not can_read():
            raise MissingExtra("ocr", "rapidocr")

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
        """
        # The models were trained on OpenCV's order of channels.
        found = self._engine(np.ascontiguousarray(pixels[:, :, ::-1]))
        if found.txts is None or found.boxes is None:
            return ()
        extent = np.array([pixels.shape[1], pixels.shape[0]], float)
        return tuple(
            TextLine(str(text), Box.around(np.asarray(corners) / extent), float(trust))
            for text, corners, trust in zip(found.txts, found.boxes, found.scores, strict=True)
            if trust >= LEAST_TRUST and str(text).strip()
        )

    @cached_property
    def _engine(self) -> Any:
        from rapidocr import RapidOCR

        quiet = {"Global.log_level": "critical"}
        threads = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
        return RapidOCR(params={**quiet, **threads})
