"""asyncio for code that waits for it to end, as handlers do: `asyncio.run` and `loop.run_until_complete`.

Pyodide's own loop lives in the browser's and can't be waited for.
"""

import asyncio
import time

from pyodide import webloop

_LONGEST_WAIT_SECONDS = 86_400


class BlockingEventLoop(asyncio.BaseEventLoop):
    """Runs what is ready and sleeps until the next timer. Without threads and sockets nothing else could wake it."""

    def __init__(self):
        super().__init__()
        self._selector = self

    def select(self, timeout):
        time.sleep(_LONGEST_WAIT_SECONDS if timeout is None else max(0, timeout))
        return ()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class _Policy(asyncio.events.BaseDefaultEventLoopPolicy):
    _loop_factory = BlockingEventLoop


def install():
    asyncio.run = webloop._orig_run
    asyncio._set_running_loop(None)
    asyncio.set_event_loop_policy(_Policy())
