"""The same runtime as on CPython, once Pyodide has been made to behave like a process of its own."""

import atexit
import sys
import traceback

from lambent_runtime import main

from . import event_loop, missing_modules, process, sockets


def run():
    import lambent_host  # Is of the process, not of the snapshot that this module may come from.

    process.adapt(lambent_host)
    event_loop.install()
    missing_modules.install()
    sockets.install()
    lambent_host.exit(_exit_code(_run_to_end))


def _run_to_end():
    try:
        return main.run()
    finally:
        atexit._run_exitfuncs()


def _exit_code(function):
    """As the interpreter itself ends: by `sys.exit`, by an error that nobody caught, or with what `function` returns."""
    try:
        return function() & 0xFF
    except SystemExit as end:
        if end.code is None:
            return 0
        if isinstance(end.code, int):
            return end.code & 0xFF
        print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    return 1
