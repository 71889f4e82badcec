"""The words of the product as frozen records with their invariants."""
