"""Builds the shipped gazetteer from public tables; run once, by hand, when those tables change."""
