"""One pattern a file; pure."""
