"""The errors that sparkocr itself raises."""


class DocumentError(Exception):
    """A document that can't be processed, with a message that is safe to show.

    The message reaches the ``exception`` column and from there logs and reports, so it never holds text,
    metadata or file content of the document: only what went wrong, limits and parameter names.
    """


class MissingModelError(NotImplementedError):
    """Something that needs a trained model which does not come with sparkocr; says what to use instead.

    It is raised on the driver, when a program asks for the model, never for a document.
    """
