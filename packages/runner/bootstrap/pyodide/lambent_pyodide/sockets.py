"""Sockets can be made, as some packages do while they are imported, but lead nowhere: an error that a function can handle.

Pyodide's own would look for a package of Node.js, and end the interpreter where there is none.
"""

import errno
import socket

_TEXT = "Pyodide, which runs Python here, has no network; CPython on this machine would bring it"


def _unreachable(*_args, **_named):
    raise OSError(errno.ENETUNREACH, _TEXT)


def _unknown(*_args, **_named):
    raise socket.gaierror(socket.EAI_AGAIN, _TEXT)


def install():
    for name in "accept bind connect connect_ex listen recvfrom recvfrom_into sendto".split():
        setattr(socket.socket, name, _unreachable)
    for name in "getaddrinfo gethostbyaddr gethostbyname gethostbyname_ex getnameinfo".split():
        setattr(socket, name, _unknown)
