"""Where text stands: the units of a `positions` column, the text they spell, and places of parts of it."""
