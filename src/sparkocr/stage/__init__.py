"""The machinery of all stages: bases, parameters, and how rows travel between Spark and plain functions.

May import `schemas`, `engines` and what they may.
"""
