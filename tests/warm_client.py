"""Asks ``warm_server`` for a command, lends it this process's open files, and ends as the command does.

It is started without Python's ``site``, and imports nothing that takes time. What cannot be asked for (a stream is
closed, the folder or the server has gone) is started as usual.
"""

import marshal
import posix
import sys
from _signal import SIG_DFL, SIGINT, SIGKILL, signal
from _socket import AF_UNIX, SCM_RIGHTS, SOL_SOCKET, socket

STREAMS = {0, 1, 2}


def open_files():
    """The numbers of this process's open files, the streams among them; a shell may have opened others (``<(…)``)."""
    numbers = []
    for number in map(int, posix.listdir("/proc/self/fd")):
        try:
            posix.fstat(number)
        except OSError:  # what the list was read from
            continue
        numbers.append(number)
    if not set(numbers) >= STREAMS:
        raise OSError
    return numbers


def ask(path, *words):
    """Send what is to be run, and where; returns the connection."""
    as_bytes = [word.encode("utf-8", "surrogateescape") for word in words]
    try:
        numbers = open_files()  # before a socket takes the number of one that is closed
        request = marshal.dumps((as_bytes, posix.environ, posix.getcwdb(), numbers))
        files = b"".join(number.to_bytes(4, sys.byteorder) for number in numbers)
        server = socket(AF_UNIX)
        server.connect(path)
        server.sendmsg([len(request).to_bytes(4, "little")], [(SOL_SOCKET, SCM_RIGHTS, files)])
        server.sendall(request)
    except OSError:
        posix.execv(sys.executable, [sys.executable, "-m", "newsgrep", *words])
    return server


def number_from(server):
    """A number that the server says."""
    return int.from_bytes(server.recv(4), "little")


def status_of(server):
    """How the command ends; Ctrl-C is handed on to it."""
    process = number_from(server)
    while True:
        try:
            return number_from(server)
        except KeyboardInterrupt:
            posix.kill(process, SIGINT)


def end(status):
    """End as a command with this status has."""
    if number := status & 0x7F:
        if number != SIGKILL:
            signal(number, SIG_DFL)
        posix.kill(posix.getpid(), number)
    posix._exit(status >> 8)


if __name__ == "__main__":
    end(status_of(ask(*sys.argv[1:])))
