"""The one error that the core raises about a document."""


class DocumentError(Exception):
    """A document that can't be processed, with a message that is safe to show.

    The message reaches the ``exception`` column and from there logs and reports, so it never holds text,
    metadata or file content of the document: only what went wrong, limits and parameter names.
    """
