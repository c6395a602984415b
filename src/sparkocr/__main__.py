"""The command line as ``python -m sparkocr``."""

import sys

from sparkocr.cli import main

if __name__ == "__main__":
    sys.exit(main())
