"""Searchable views of the records, each with an exact reference beside it."""
