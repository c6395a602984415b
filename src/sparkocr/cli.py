"""The command line: reads text and tables, makes searchable PDFs, converts to PDF, takes identifiers out of files.

It imports nothing that takes time before all has been checked that can be.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sparkocr.apps.command.checks import check
from sparkocr.apps.command.options import REPORT, parser, settled

__all__ = ["main"]

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells say it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process by default.

    Returns
    -------
    int
        Exit status: 0 if every document was read, 1 if any failed, 2 for wrong arguments or if Spark failed, 130 after
        Ctrl-C.
    """
    options = parser().parse_args(arguments)
    try:
        if options.command == REPORT:
            from sparkocr.apps.report import run_report

            return run_report(options)
        options = settled(options)
        check(options)
        from sparkocr.apps.command.run import run

        return run(options)
    except KeyboardInterrupt:
        goes_on = ": --resume goes on" if hasattr(options, "resume") and options.out != "-" else ""
        print(f"sparkocr: stopped{goes_on}", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if not (sentence := _sentence_of(error)):
            raise
        print(f"sparkocr: {sentence}", file=sys.stderr)
        return 2


def _sentence_of(error: Exception) -> str:
    """Say in one line what is wrong; nothing if that is nothing a user can do."""
    if isinstance(error, ValueError | FileNotFoundError):
        return str(error).partition("\n")[0]
    from sparkocr.apps.spark_errors import SPARK_ERRORS, sentence_of

    if isinstance(error, SPARK_ERRORS):
        return sentence_of(error)
    return f"{error.strerror or error}: {error.filename or 'disk'}" if isinstance(error, OSError) else ""


if __name__ == "__main__":
    sys.exit(main())
