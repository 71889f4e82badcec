"""What the recordings of records sound and look like, second by second: fingerprints to search, features to align."""
