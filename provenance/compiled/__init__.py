"""Inner loops in C, for what numpy needs several passes over memory or Python a step for each number.

Each has a twin in numpy with the same results, which takes over where the package was installed without a C compiler.
"""
