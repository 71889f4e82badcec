"""Features to bits, bits to confidence."""
