"""The reading process: pixels in, lines of text out. Runs apart, so that a picture may cost no more than its limits.

A request is one JSON line (`memory`, `shape`) followed by the raw pixels, an answer one JSON line: a list of lines,
each its text, its corners in pixels and the recogniser's trust. Nothing here is imported by the rest of the program.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO


def main(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer requests until stdin ends."""
    engine: Any = None
    for line in stdin:
        request = json.loads(line)
        height, width = request["shape"]
        pixels = stdin.read(height * width * 3)
        try:
            if engine is None:
                resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
                engine = _engine()
            answer: Any = {"lines": _lines(engine, pixels, height, width)}
        except Exception as error:  # noqa: BLE001 - whatever a model raises becomes the reason
            answer = {"error": f"{type(error).__name__}: {error}"}
        stdout.write(json.dumps(answer).encode() + b"\n")
        stdout.flush()


def _lines(engine: Any, pixels: bytes, height: int, width: int) -> list[tuple[str, list[list[float]], float]]:
    import numpy as np

    # The models were trained on OpenCV's order of channels.
    found = engine(np.ascontiguousarray(np.frombuffer(pixels, np.uint8).reshape(height, width, 3)[:, :, ::-1]))
    if found.txts is None or found.boxes is None:
        return []
    return [
        (str(text), np.asarray(corners, float).tolist(), float(trust))
        for text, corners, trust in zip(found.txts, found.boxes, found.scores, strict=True)
    ]


def _engine() -> Any:
    from rapidocr import RapidOCR

    quiet = {"Global.log_level": "critical"}
    threads = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    return RapidOCR(params={**quiet, **threads})


if __name__ == "__main__":
    # The models' libraries write to stdout now and then, which belongs to the answers.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    main(sys.stdin.buffer, out)
