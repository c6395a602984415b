"""Documents that are damaged at random, for `fuzz.py` and `fuzz_parsers.py`: seeds, changes, and what reads them."""
