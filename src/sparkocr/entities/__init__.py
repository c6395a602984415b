"""Names, dates, numbers and other identifiers in a text: rules and models that find them.

It knows nothing of Spark.
"""
