"""Where text stands: the units of a `positions` column, finding text in them, its boxes, and changing it.

Imports nothing of ours.
"""
