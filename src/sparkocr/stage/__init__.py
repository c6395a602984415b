"""The machinery of all stages: parameters, and how rows travel between Spark and plain functions."""
