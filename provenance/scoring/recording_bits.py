"""What speaks for and against a finding about a clip of an official recording, in bits."""

from __future__ import annotations

#: log2 odds that a clip which plays an official recording was edited so that it says something else: most are honest.
PRIOR = -3.0
#: Bits for each second that the record plays, and their limit: a longer common stretch is less chance.
PER_SECOND, MOST_FOR_SECONDS = 0.4, 4.0
#: An edit seen in sound and picture at one moment; in the sound alone (a sound file, or other pictures above it).
IN_BOTH, IN_SOUND = 4.0, 3.0
#: The picture goes on while the sound is foreign: for a passage; for the whole clip, which dubbing and music do too.
SOUND_REPLACED, SOUND_REPLACED_THROUGHOUT = 5.0, 0.5
#: Words left out that turn a sentence round, and words known to be left out at all.
NEGATION_CUT, WORDS_CUT = 2.0, 0.5
#: The clip plays the record slower than it was: a voice that drags.
SLOWED = 2.5
#: Each further edit, and their limit: edits of one hand come together.
FURTHER, MOST_FURTHER = 0.5, 1.5


def probability(bits: float) -> float:
    """Odds damped by a fifth, because no public set of edited clips exists to calibrate on."""
    return float(1 / (1 + 2.0 ** (-0.8 * bits)))
