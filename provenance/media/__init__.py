"""Pictures, video and sound: decoding inside limits, fingerprints."""
