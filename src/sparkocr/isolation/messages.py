"""Messages between a process and its child: a head, and a body, which is a memory file if it is large."""

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
_HEAD_BYTES = 64  # its length, itself, and nothing: what Arrow finds behind it is aligned
_SMALL_BYTES = 64 << 10  # of a body in the message itself: twice as fast; a socket holds 200 kB, see socket(7)


class Head:
    """How heads of messages begin.

    To the child: the body is work (and the rest of the head its key), or what work is done on (its key, a number); go
    on; stop. From the child: the only answer, one of several, the end of them, an error.
    """

    WORK, CALL, NEXT, STOP = b"work", b"call", b"next", b"stop"
    ANSWER, PART, END, ERROR = b"answer", b"part", b"end", b"error"


def send(connection: socket.socket, head: bytes, body: Body | None) -> None:
    """Send a message: it is whole or not there at all, and never blocks."""
    content = memoryview(b"" if body is None else body)
    start = (bytes([len(head)]) + head).ljust(_HEAD_BYTES, b"\0")
    if content.nbytes <= _SMALL_BYTES:
        connection.sendmsg([start, content])
        return
    with open(os.memfd_create("page"), "wb") as file:  # noqa: PTH123  it has no path
        file.write(content)
        file.flush()
        socket.send_fds(connection, [start], [file.fileno()])


def receive(connection: socket.socket) -> tuple[bytes, Body]:
    """Receive the head and the body of a message.

    Raises
    ------
    EOFError
        The other end is closed.
    """
    message, files, _, _ = socket.recv_fds(connection, _HEAD_BYTES + _SMALL_BYTES, 1, socket.MSG_CMSG_CLOEXEC)
    if not message:
        raise EOFError
    head = message[1 : 1 + message[0]]
    if not files:
        return head, memoryview(message)[_HEAD_BYTES:]
    with open(files[0], "rb") as file:  # noqa: PTH123  it has no path
        return head, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
