"""Messages between a process and its child: a head, and a body that is a memory file."""

from __future__ import annotations

import mmap
import os
import socket
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, TypeAlias

__all__ = ["Body", "Function", "Head", "receive", "send"]

Body: TypeAlias = Any  # bytes-like: bytes, memoryview, mmap, buffers of Arrow
Function: TypeAlias = Callable[[Body, int], "Body | Iterator[Body]"]

KEY_BYTES, NUMBER_BYTES = sha256().digest_size, 8
_HEAD_BYTES = 1024


class Head:
    """How heads of messages begin.

    To the child: the body is work (and the rest of the head its key), or what work is done on (its key, a number); go
    on; stop. From the child: the only answer, one of several, the end of them, an error.
    """

    WORK, CALL, NEXT, STOP = b"work", b"call", b"next", b"stop"
    ANSWER, PART, END, ERROR = b"answer", b"part", b"end", b"error"


def send(connection: socket.socket, head: bytes, body: Body | None) -> None:
    """Send a message whose body is a memory file: it is small, whole or not there at all, and never blocks."""
    if body is None:
        connection.send(head)
        return
    with open(os.memfd_create("page"), "wb") as file:  # noqa: PTH123  it has no path
        file.write(body)
        file.flush()
        socket.send_fds(connection, [head], [file.fileno()])


def receive(connection: socket.socket) -> tuple[bytes, Body]:
    """Receive the head and the body of a message.

    Raises
    ------
    EOFError
        The other end is closed.
    """
    head, files, _, _ = socket.recv_fds(connection, _HEAD_BYTES, 1, socket.MSG_CMSG_CLOEXEC)
    if not head:
        raise EOFError
    if not files:
        return head, b""
    with open(files[0], "rb") as file:  # noqa: PTH123  it has no path
        size = os.fstat(file.fileno()).st_size
        return head, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) if size else b""
