"""Readers of posts and evidence, one format a file."""
