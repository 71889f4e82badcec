"""Vectors, words and hashes served by Milvus: a server or cluster by its address, or a file through milvus-lite.

What a reader needs is in `served`, what a publisher needs in `publish`. Only this package imports pymilvus.
"""
