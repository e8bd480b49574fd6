"""Says why a module of the standard library isn't there, and how to get it."""

import sys

NAMES = frozenset(
    "_curses _hashlib _lzma _multiprocessing _posixshmem _sqlite3 _ssl curses dbm fcntl grp lzma pwd readline resource "
    "sqlite3 ssl syslog termios".split()
)


class _Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in NAMES:
            raise ModuleNotFoundError(
                "No module named '%s': Pyodide, which runs Python here, has none; CPython on this machine would bring it"
                % name,
                name=name,
            )


def install():
    """Behind all others: a function may bring a module of its own."""
    sys.meta_path.append(_Finder)
