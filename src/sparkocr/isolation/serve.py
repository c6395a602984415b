"""The life of a child: it gets work, and does it on what comes."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sparkocr.errors import DocumentError
from sparkocr.isolation.messages import KEY_BYTES, Function, Head, receive, send

__all__ = ["serve"]

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_KEY_START = len(Head.CALL)


def serve(descriptor: int, parent: int) -> None:
    """Do work until the parent is gone; the whole life of a child.

    Parameters
    ----------
    descriptor : int
        Of the socket on which work comes.
    parent : int
        Process id of the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the memory image of a crash would have the page in it
    faulthandler.enable(sys.__stderr__ or 2)  # says where in a library a crash happened
    connection = socket.socket(fileno=descriptor)
    connection.set_inheritable(False)
    known: dict[bytes, Function] = {}
    with connection, suppress(EOFError, ConnectionError):
        while True:
            _serve_one(connection, known)


def _serve_one(connection: socket.socket, known: dict[bytes, Function]) -> None:
    """Learn work, or do it."""
    head, body = receive(connection)
    kind, key, number = head[:_KEY_START], head[_KEY_START:][:KEY_BYTES], int.from_bytes(head[_KEY_START + KEY_BYTES :])
    try:
        if kind == Head.WORK:
            known[key] = pickle.loads(body)  # noqa: S301  from the parent
        if kind != Head.CALL:
            send(connection, Head.END, None)
            return
        made = known[key](body, number)
        if not isinstance(made, Iterator):
            send(connection, Head.ANSWER, made)
            return
        for part in made:
            send(connection, Head.PART, part)
            del part
            head, _ = receive(connection)
            if head == Head.STOP:
                break
        send(connection, Head.END, None)
    except (EOFError, ConnectionError):
        raise
    except BaseException as error:  # noqa: BLE001  a library that calls sys.exit has failed, too
        send(connection, Head.ERROR, _pickled(error))


def _pickled(error: BaseException) -> bytes:
    """Return an error for the parent; of one that is not the document's type and place: messages may be text."""
    if isinstance(error, DocumentError):
        return pickle.dumps(DocumentError(str(error)))
    place = traceback.extract_tb(error.__traceback__)[-1]
    return pickle.dumps(RuntimeError(f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"))
