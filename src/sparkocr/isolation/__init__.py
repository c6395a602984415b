"""Work on documents in a process of its own, so that a document can't take the worker of the others with it.

In a worker of Spark, which has one thread, the process is a fork: it has all libraries loaded and shares their memory.
Where there are more threads it is a fresh interpreter. It is kept for more work, and dies with the thread that it works
for. It has the standard error and one socket, none of the files or sockets of Spark. What goes in and out travels in
memory files (memfd_create(2)): it costs one copy and does not use the small ``/dev/shm`` of a container. All this is
for Linux.

It is no sandbox against hostile code: what comes back is unpickled.
"""
