"""Modules that programs import readers of training data from; nothing that could be trained with them comes with us."""
