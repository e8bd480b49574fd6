"""
_X_AMZN_TRACE_ID has another value for each event, and the C library keeps every value that a variable ever had: 160 bytes an
event, with which a function of 128 MB would end after some 600,000. So the variable of a function that is used much lies in one
piece of memory, in which it is overwritten.
"""

import os

_NAME = "_X_AMZN_TRACE_ID"
_PREFIX = _NAME.encode() + b"="
# ctypes takes 5 ms and 1 MB: those who are used little needn't pay for it.
_EVENTS_BEFORE = 1_000
# A trace id has about 120 bytes; what is longer takes the usual way.
_CAPACITY = 1_024

_count = 0
_buffer = None
_putenv = None


def set_trace_id(trace_id):
    """The trace id of the event that begins; None where it has none."""
    global _count
    if not trace_id:
        os.environ.pop(_NAME, None)
        return
    _count += 1
    encoded = os.fsencode(trace_id)
    # User code may have put a mapping of its own in the place of os.environ.
    values = getattr(os.environ, "_data", None)
    if _buffer is None or values is None or len(_PREFIX) + len(encoded) >= _CAPACITY or b"\0" in encoded:
        os.environ[_NAME] = trace_id
        return
    # As `os.environ` does it, but without a copy. Again each time: user code may have set it to something else.
    values[_NAME.encode()] = encoded
    _buffer.value = _PREFIX + encoded
    _putenv(_buffer)


def after_event():
    """To be called while nobody waits."""
    global _buffer, _putenv
    if _count != _EVENTS_BEFORE or _buffer is not None:
        return
    try:
        import ctypes

        _putenv = ctypes.CDLL(None).putenv
        _buffer = ctypes.create_string_buffer(_CAPACITY)
    except (ImportError, OSError, AttributeError):
        # An interpreter without it goes on as before.
        pass
