"""The rebuild: read, store, encode new, build aside, verify, publish."""
