"""Parts of the detector `stitched`: segments of a post, what records cover of them, and the two ways of stitching."""
