"""Has imported what commands use, and forks for each that ``warm_client`` asks for (see ``warm_start``)."""

import array
import fcntl
import gc
import marshal
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from traceback import print_exc

from articles import pack_dictionary_once

import newsgrep
from newsgrep.analysis import load_segmenter, mapped_dictionary
from newsgrep.cli.language import language_of
from newsgrep.cli.spared_imports import spare_imports

# Not imported beforehand: for what takes long even here, and is seldom used.
LEFT_OUT = ("newsgrep.__main__", "newsgrep.engine.opensearch", "newsgrep.tui")
COMMAND_LINE = "newsgrep.cli"
UNSTARTED = 70
MOST_FILES = 64
ABOVE = 512


def import_all():
    """Import what commands use, load the dictionary that articles are segmented with, and pack it for new indexes."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["NEWSGREP_LANG"] = "en"
    spare_imports()
    for module in walk_packages(newsgrep.__path__, "newsgrep."):
        with suppress(ImportError):  # of a library that is not installed
            if not module.name.startswith(LEFT_OUT):
                import_module(module.name)
    load_segmenter().cut("江城")
    pack_dictionary_once()
    mapped_dictionary.pack_dictionary()


def serve(listening, held):
    """Start a process for every command that is asked for, until the other end of a pipe is closed."""
    import_all()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with selectors.DefaultSelector() as selector, socket.socket(fileno=listening) as listener:
        selector.register(listener, selectors.EVENT_READ, lambda: start(selector, listener))
        selector.register(held, selectors.EVENT_READ, lambda: os._exit(0))
        while True:
            for key, _ in selector.select():
                key.data()


def start(selector, listener):
    """Start what is asked for, and say which process it is."""
    asked, _ = listener.accept()
    files = array.array("i")
    size, ancillary, _, _ = asked.recvmsg(4, socket.CMSG_SPACE(MOST_FILES * files.itemsize))
    for _, _, content in ancillary:
        files.frombytes(content)
    length, request = int.from_bytes(size, "little"), b""
    while len(request) < length and (part := asked.recv(length - len(request))):
        request += part
    if len(request) < length or not files:  # whoever asked was killed
        return
    child = os.fork()
    if not child:
        asked.close()
        selector.close()
        listener.close()
        try:
            become(*marshal.loads(request), files)  # noqa: S302 (our own)
        except BaseException:  # noqa: BLE001 (this process is not to go on as a server)
            print_exc()
        finally:
            os._exit(UNSTARTED)
    for file in files:
        os.close(file)
    asked.sendall(child.to_bytes(4, "little"))
    handle = os.pidfd_open(child)

    def end():
        selector.unregister(handle)
        os.close(handle)
        status = os.waitpid(child, 0)[1]
        if asked in selector.get_map():
            selector.unregister(asked)
            asked.sendall(status.to_bytes(4, "little"))
        asked.close()

    def forget():
        """Whoever asked for it was killed."""
        selector.unregister(asked)
        os.kill(child, signal.SIGKILL)

    selector.register(handle, selectors.EVENT_READ, end)
    selector.register(asked, selectors.EVENT_READ, forget)


def become(arguments, environment, folder, numbers, files):
    """Be the command; the files that it was lent get the numbers that they had."""
    kept = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, ABOVE) for file in files]  # where none of the numbers is
    for file in files:
        os.close(file)
    for number, file in zip(numbers, kept, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["newsgrep", *map(os.fsdecode, arguments)]
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace")  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    if language_of(os.environ) != "en":  # options are described in the language in which they are imported
        for name in [name for name in sys.modules if name.startswith(COMMAND_LINE)]:
            del sys.modules[name]
    from newsgrep.cli import main

    main()
