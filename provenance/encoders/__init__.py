"""Text to vectors, one file a model family."""
