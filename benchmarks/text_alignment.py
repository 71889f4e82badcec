"""Aligners on the same generated edits in the same run: what they see, where, how often falsely, and how fast.

Times are CPU time of the process. The aligners take turns on each pair, after one round that is not counted, so that
each has loaded its tables and meets the caches as the others left them; the collector of cycles runs as it always does.
`mean` is over all rounds, `best` takes the best round of each pair. Times of this package are with the record prepared
(the first line says what that costs once a record); rapidfuzz prepares nothing for a window search.

usage: python -m benchmarks.text_alignment DATA [--edits 2000] [--slow 200] [--rounds 5]
DATA is the folder of the evaluation sets. Slow peers run on the first `--slow` pairs only, once.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from statistics import fmean

from rapidfuzz import fuzz

from benchmarks.text_edits import RIGHT, SEED, Case, cases, noisy
from provenance.alignment.text import Document, align_text
from provenance.alignment.text.lexicon import FILLERS
from provenance.alignment.text.weights import SEVERE_BITS

#: An edit is placed rightly when its start in the clip is found within so many characters.
PLACE = 6
#: What an aligner says: start of the first edit in the clip, or None where it sees none.
Aligner = Callable[[str, str], int | None]


@cache
def document(official: str) -> Document:
    """The record, prepared."""
    made = Document.of(official)
    _ = made.seeds, made.structure.clauses, made.structure.sentences, made.vocabulary, made.offsets
    return made


def ours(clip: str, official: str) -> int | None:
    """Every edit counts."""
    return min((edit.clip.start for edit in align_text(clip, document(official)).edits), default=None)


def ours_severe(clip: str, official: str) -> int | None:
    """Only edits that change what was said."""
    edits = align_text(clip, document(official)).edits
    return min((edit.clip.start for edit in edits if edit.severity_bits >= SEVERE_BITS), default=None)


def partial_ratio(clip: str, official: str) -> int | None:
    """rapidfuzz `partial_ratio_alignment`; the first difference to the window it names."""
    found = fuzz.partial_ratio_alignment(clip, official)
    if found is None or found.score >= 100:
        return None
    window = official[found.dest_start : found.dest_end]
    return next(
        (at for at, (a, b) in enumerate(zip(clip, window, strict=False)) if a != b), min(len(clip), len(window))
    )


def _first_difference(clip: str, other: str) -> int:
    pairs = enumerate(zip(clip, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(clip), len(other)))


def difflib_blocks(clip: str, official: str) -> int | None:
    """difflib: where the first long matching block of the clip ends before the clip does."""
    blocks = SequenceMatcher(None, official, clip, autojunk=False).get_matching_blocks()
    long = [block for block in blocks if block.size >= 4]
    if not long:
        return 0
    if len(long) == 1 and long[0].size >= len(clip) - 2:
        return None
    return 0 if long[0].b > 2 else long[0].b + long[0].size


def passim_ngrams(clip: str, official: str, *, chars: int = 8) -> int | None:
    """Shared n-grams in the manner of passim: chained along the diagonal, a break of the chain is an edit."""
    grams: dict[str, list[int]] = defaultdict(list)
    for at in range(len(official) - chars + 1):
        grams[official[at : at + chars]].append(at)
    last: int | None = None
    for at in range(len(clip) - chars + 1):
        places = grams.get(clip[at : at + chars], ())
        if last is not None and last + 1 in places:
            last += 1
        elif last is None and at == 0 and places:
            last = places[0]
        else:
            return at + chars - 1 if at else 0
    return None


def text_matcher(clip: str, official: str) -> int | None:
    """text-matcher (English only): where its first match of the clip ends before the clip does."""
    _stop_words()
    from text_matcher.matcher import Matcher, Text

    matcher = Matcher(Text(official, "record"), Text(clip, "clip"))
    try:
        matcher.match()
    except IndexError:  # the library extends matches past the end of a text
        return 0
    if not matcher.locationsB:
        return 0
    start, end = sorted(matcher.locationsB)[0]
    if start <= 12 and end >= len(clip) - 12:
        return None
    return 0 if start > 12 else end


@cache
def _stop_words() -> None:
    """text-matcher loads a list of stop words that it would fetch from the network; function words stand in for it."""
    import nltk

    folder = Path(tempfile.mkdtemp())
    words = folder / "corpora" / "stopwords"
    words.mkdir(parents=True)
    (words / "english").write_text("\n".join(sorted(w for w in FILLERS if w.isascii())), encoding="utf-8")
    nltk.data.path.insert(0, str(folder))


FAST: dict[str, Aligner] = {"provenance, any edit": ours, "rapidfuzz partial_ratio_alignment": partial_ratio}
#: The same call told another way, whose time is that of the first.
RETOLD: dict[str, Aligner] = {"provenance, severe edits": ours_severe}
SLOW: dict[str, Aligner] = {
    "passim-like 8-grams": passim_ngrams,
    "difflib": difflib_blocks,
    "text-matcher (English)": text_matcher,
}


class Tally:
    """Counts of one aligner."""

    def __init__(self) -> None:
        self.edited = self.seen = self.placed = self.clean = self.false = self.noisy = self.false_noisy = 0

    def run(self, aligner: Aligner, case: Case, clean: str, rng: random.Random) -> None:
        """One pair: the clip, and for unedited ones its noisy copy."""
        found = aligner(case.clip, case.official)
        if case.kind:
            self.edited += 1
            self.seen += found is not None
            at = _first_difference(case.clip, clean)
            self.placed += found is not None and abs(found - at) <= PLACE
            return
        self.clean += 1
        self.false += found is not None
        self.noisy += 1
        self.false_noisy += aligner(noisy(case.clip, rng), case.official) is not None

    def row(self, name: str, times: Times) -> str:
        """A line of the table."""
        shares = (self.seen / self.edited, self.placed / self.edited, self.false / self.clean)
        cells = [f"{share:.3f}" for share in (*shares, self.false_noisy / self.noisy)]
        return f"| {name} | {self.edited} | {' | '.join(cells)} | {times.cells(times.of)} |"


class Times:
    """CPU seconds of one aligner: pair → one for each round."""

    def __init__(self) -> None:
        self.of: dict[Case, list[float]] = defaultdict(list)

    def run(self, aligner: Aligner, case: Case) -> None:
        """One pair once."""
        start = time.process_time()
        aligner(case.clip, case.official)
        self.of[case].append(time.process_time() - start)

    def cells(self, chosen: Collection[Case]) -> str:
        """Best and mean of the pairs chosen, ms a clip."""
        rounds = [self.of[case] for case in chosen]
        best, mean = fmean(map(min, rounds)), fmean(map(fmean, rounds))
        return f"{1e3 * best:.3f} | {1e3 * mean:.3f}"


def timed(aligners: dict[str, Aligner], pairs: list[Case], rounds: int) -> dict[str, Times]:
    """The aligners in turn on each pair, `rounds` times."""
    times = {name: Times() for name in aligners}
    for number in range(rounds + 1):
        for case in pairs:
            for name, aligner in aligners.items():
                if number:
                    times[name].run(aligner, case)
                else:
                    aligner(case.clip, case.official)
    return times


def named(pairs: list[tuple[Case, str]]) -> None:
    """How often each kind is named rightly."""
    right: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for case, _ in pairs:
        if case.kind:
            ops = {edit.op.value for edit in align_text(case.clip, case.official).edits}
            tally = right[case.kind, case.language]
            tally[0] += bool(ops & RIGHT[case.kind])
            tally[1] += 1
    for kind in dict.fromkeys(kind for kind, _ in right):
        print(
            f"{kind:18}" + "  ".join(f"{lang} {right[kind, lang][0]}/{right[kind, lang][1]}" for lang in ("zh", "en"))
        )
    total = [sum(tally[i] for tally in right.values()) for i in (0, 1)]
    print(f"right kind {total[0]}/{total[1]} = {total[0] / total[1]:.4f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--edits", type=int, default=2_000)
    parser.add_argument("--slow", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    made = list(cases(options.data, edits=options.edits, seed=SEED))
    # an edited case and its unedited excerpt stand side by side
    pairs = [(case, made[at + 1].clip if case.kind else case.clip) for at, case in enumerate(made)]
    records = {case.official for case in made}
    start = time.process_time()
    for official in records:
        document(official)
    print(f"preparing a record once: {1e3 * (time.process_time() - start) / len(records):.1f} ms")
    named(pairs)
    times = timed(FAST, made, options.rounds)
    slow = {name: [pair for pair in pairs[: options.slow] if _reads(name, pair[0])] for name in SLOW}
    if find_spec("text_matcher") is None:
        print("text-matcher is not installed and left out")
        del slow["text-matcher (English)"]
    for name, its_pairs in slow.items():
        times |= timed({name: SLOW[name]}, [case for case, _ in its_pairs], 1)
    print("| aligner | edits | seen | placed | false, unedited | false, 2 % noise | ms CPU a clip, best | mean |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in (*RETOLD, *times):
        tally, rng = Tally(), random.Random(SEED)
        for case, clean in slow.get(name, pairs):
            tally.run((FAST | SLOW | RETOLD)[name], case, clean, rng)
        print(tally.row(name, times.get(name, times["provenance, any edit"])), flush=True)
    print("| ms CPU a clip |" + "".join(f" {name}, best | mean |" for name in FAST))
    print("| --- |" + " --- | --- |" * len(FAST))
    for language, edited in product(("zh", "en"), (True, False)):
        group = {case for case in made if case.language == language and bool(case.kind) is edited}
        cells = " | ".join(times[name].cells(group) for name in FAST)
        print(f"| {language}, {'edited' if edited else 'unedited'} | {cells} |")


def _reads(name: str, case: Case) -> bool:
    return case.language == "en" or "English" not in name


if __name__ == "__main__":
    main()
