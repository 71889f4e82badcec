"""Fit the weights of retellings, choose where `reheated` falls silent, and report how it does on posts it has not seen.

usage: fit_reheated.py SCENARIOS INDEX [--hits FILE] [--write FILE]
SCENARIOS is the folder of the scenario set, INDEX one built from its evidence. Every figure that is printed comes from
folds that did not see the post.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from benchmarks.scenario_hits import arguments, load_contexts, read_labels
from benchmarks.signed_logistic import SignedLogistic
from provenance.alignment.event import event_view
from provenance.detectors.base import Context
from provenance.detectors.old_news import most_alike, split_by_age
from provenance.detectors.reheated import ReheatedDetector
from provenance.detectors.retelling import retelling_of
from provenance.model.finding import Finding
from provenance.scoring.calibration import expected_calibration_error, fit_platt, sigmoid
from provenance.scoring.retelling_bits import RetellingWeights

FOLDS = 9
TEXTS = ("words", "names", "numbers_agree", "numbers_conflict", "days_agree", "place_depth", "place_conflict")
WITH = ("told", *TEXTS[1:], "meaning_gap", "meaning_abroad")
AGAINST = frozenset({"numbers_conflict", "place_conflict"})
#: The detector decides on the strongest records, so that the final table learns from so many wrong ones of each post.
STRONGEST = 3
#: Copies of a same-day record teach nothing about retelling.
COPY_WEIGHT = 0.1
#: The detector keeps silent below the bits that give this precision on held-out posts.
PRECISION = 0.9
#: Confidence is fitted where findings lie: from so many bits below the silence on.
CALIBRATED_BELOW = 0.5
NEVER = -1e9


@dataclass
class Case:
    context: Context
    label: Mapping
    values: list[dict[str, float]]
    same: list[bool]

    @property
    def gold(self) -> set[str]:
        return {*self.label["evidence_ids"], *self.label.get("alt_evidence_ids", ())}


def cases(found: list[Context], labels: dict[str, dict]) -> list[Case]:
    out = []
    zero = RetellingWeights(0.0, {}, least_bits=NEVER)
    for context in found:
        posted = context.post.posted_at
        case = Case(context, labels[context.post.id], [], [])
        if posted is not None and context.post.text.strip():
            old, recent = split_by_age(context, posted)
            view = event_view(context.post.text, posted)
            compared = [retelling_of(view, hit, lambda _: zero) for hit in (*most_alike(old), *recent)]
            new = case.label.get("negative_kind") == "new_event"
            for each in compared:
                case.values.append(dict(each.values))
                case.same.append(each.record.id in case.gold and not new)
        out.append(case)
    return out


def fit(names: tuple[str, ...], chosen: list[Case]) -> RetellingWeights:
    """A first table from all pairs, and a second one from the pairs that the first takes for the strongest."""
    return fit_pairs(names, chosen, keep=strongest(fit_pairs(names, chosen, keep=lambda case: case.values)))


def strongest(weights: RetellingWeights) -> Callable[[Case], list[dict[str, float]]]:
    def keep(case: Case) -> list[dict[str, float]]:
        pairs = zip(case.values, case.same, strict=True)
        wrong = [values for values, same in pairs if not same]
        wrong.sort(key=lambda values: -weights.total(values))
        right = [values for values, same in zip(case.values, case.same, strict=True) if same]
        return [*right, *wrong[:STRONGEST]]

    return keep


def fit_pairs(
    names: tuple[str, ...], chosen: list[Case], keep: Callable[[Case], list[dict[str, float]]]
) -> RetellingWeights:
    rows, same, weight = [], [], []
    for case in chosen:
        kept = {id(values) for values in keep(case)}
        for values, is_same in zip(case.values, case.same, strict=True):
            if id(values) in kept and all(name in values for name in names):
                rows.append([values[name] for name in names])
                same.append(is_same)
                copy = is_same and case.label.get("negative_kind") == "background"
                weight.append(COPY_WEIGHT if copy else 1.0)
    signs = np.array([-1 if name in AGAINST else 1 for name in names])
    model = SignedLogistic(signs, ridge=0.5).fit(np.array(rows), np.array(same), np.array(weight))
    bits = {name: round(float(value), 4) for name, value in zip(names, model.bits, strict=True) if abs(value) > 1e-4}
    return RetellingWeights(round(float(model.prior), 4), bits, least_bits=NEVER)


def held_out(names: tuple[str, ...], all_cases: list[Case]) -> list[tuple[Case, Finding]]:
    """Findings of each post by a table that was fitted without it, however weak."""
    found = []
    groups = np.arange(len(all_cases))
    for train, test in GroupKFold(FOLDS).split(groups, groups=groups):
        weights = fit(names, [all_cases[i] for i in train])
        detector = ReheatedDetector(lambda _, weights=weights: weights)
        for i in test:
            found += [(all_cases[i], finding) for finding in detector.detect(all_cases[i].context)]
    return sorted(found, key=lambda pair: -pair[1].weight_bits)


def is_right(case: Case, finding: Finding) -> bool:
    return case.label["pattern"] == "reheated" and bool(case.gold & {each.evidence_id for each in finding.citations})


def silence_below(found: list[tuple[Case, Finding]]) -> float:
    """Halfway between the weakest finding that keeps the precision and the next one, the next one being near."""
    place, right = 1, 0
    for number, (case, finding) in enumerate(found, 1):
        right += is_right(case, finding)
        if right / number >= PRECISION:
            place = number
    best = found[place - 1][1].weight_bits
    after = found[place][1].weight_bits if place < len(found) else best - 0.1
    return round(max(best - 0.05, (best + after) / 2), 3)


def main() -> None:
    given = arguments(__doc__)
    found = load_contexts(given.scenarios, given.index, given.hits)
    labels = read_labels(given.scenarios)
    wanted = sum(label["pattern"] == "reheated" for label in labels.values())
    all_cases = cases(found, labels)
    table = {"name": "retelling-2", "origin": "benchmarks/fit_reheated.py on the public half of the scenarios, 2026-11"}
    for part, names in (("with_retrieval", WITH), ("texts_only", TEXTS)):
        ranked = held_out(names, all_cases)
        least = silence_below(ranked)
        bits = [finding.weight_bits for _, finding in ranked]
        right = [is_right(*pair) for pair in ranked]
        close = [place for place, each in enumerate(bits) if each >= least - CALIBRATED_BELOW]
        slope, offset = fit_platt([bits[place] for place in close], [right[place] for place in close])
        stated = [sigmoid(slope * each + offset) for each in bits]
        said = [pair for pair in ranked if pair[1].weight_bits >= least]
        error = expected_calibration_error(stated[: len(said)], right[: len(said)])
        hits = sum(is_right(*pair) for pair in said)
        print(f"{part}: held out precision {hits / len(said):.3f} recall {hits / wanted:.3f} ({hits}/{wanted})")
        print(f"  at {least} bits; calibration error {error:.3f} on the {len(said)} findings that are said")
        for (case, finding), share in zip(ranked[: len(said) + 20], stated, strict=False):
            mark = "+" if is_right(case, finding) else "-"
            name = f"{case.label['pattern']} {case.label.get('negative_kind')} {case.context.post.id}"
            print(f"  {finding.weight_bits:6.2f} {share:.2f} {mark} {name}")
        weights = fit(names, all_cases)
        table[part] = {
            "prior_bits": weights.prior_bits,
            "bits": weights.bits,
            "least_bits": least,
            "slope": round(slope, 4),
            "offset": round(offset, 4),
        }
        print("  ", table[part])
    if given.write:
        given.write.write_text(json.dumps(table, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
