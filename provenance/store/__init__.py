"""The records under their source's own key; the truth from which every index can be rebuilt."""
