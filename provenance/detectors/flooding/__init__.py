"""`flooding`: one of many near-identical copies by many accounts in a short time."""

from provenance.detectors.flooding.detector import FloodingDetector

__all__ = ["FloodingDetector"]
