"""Text in pictures, read by RapidOCR (PP-OCR models that its wheel carries; nothing is fetched). Extra `ocr`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from weakref import finalize

import numpy as np
import numpy.typing as npt

from provenance.errors import MissingExtra, RecordError
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


class TextReader:
    """Reads the lines of decoded pictures in a process of its own, begun at the first one (1 s).

    What breaks a limit costs that process and one `RecordError`; the next picture gets a new one. The process ends with
    the reader; `close` ends it before.
    """

    def __init__(self, limits: MediaLimits = DEFAULT_LIMITS) -> None:
        if not can_read():
            raise MissingExtra("ocr", "rapidocr")
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            _end(self._process)
            self._process = None

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

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(Path(__file__).with_name("ocr_worker.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **{name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                },
            )
            finalize(self, _end, self._process)
        return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
