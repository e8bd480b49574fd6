"""Log lines on file descriptor 4 in AWS's framed format, each written before the next statement runs.

What a function printed before it crashed is never lost, and a message may hold line breaks.
"""

import io
import os
import struct
import threading
import time

LOG_FD = 4
TEXT = 0xA55A0003
JSON = 0xA55A0002
STDOUT = 0xA55A0100
STDERR = 0xA55A0200
END = 0xA55A0300

_HEADER = struct.Struct(">IIQ")
# The kernel takes a piece of this size as a whole, should a forked process write at the same time.
_RAW_PIECE_BYTES = 16_384

# Whether anything was written since the host was last told that all of it had been.
_is_quiet = True

_lock = threading.Lock()
_time_ns = time.time_ns


def _renew_lock():
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


def write_frame(frame_type, message):
    global _is_quiet
    _is_quiet = False
    view = memoryview(_HEADER.pack(frame_type, len(message), _time_ns() // 1000) + message)
    with _lock:
        try:
            while view:
                view = view[os.write(LOG_FD, view) :]
        except OSError:
            # User code closed the descriptor; its output is lost, and nothing else depends on it.
            pass


def write_text(text, level_bits=0, frame_type=TEXT):
    write_frame(frame_type | level_bits, text.encode("utf-8", "backslashreplace"))


def write_end_marker(request_id):
    """Tells the host that every line of this invocation has been written.

    Returns whether there was none: then nothing is written, and the answer itself says so.
    """
    global _is_quiet
    was_quiet = _is_quiet
    if not was_quiet:
        write_frame(END, request_id.encode("utf-8"))
    _is_quiet = True
    return was_quiet


class _LogStream(io.RawIOBase):
    """Keeps what is printed in order with the logging module's lines."""

    def __init__(self, frame_type, fd):
        self._frame_type = frame_type
        self._fd = fd

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def isatty(self):
        return False

    def write(self, data):
        data = bytes(data)
        for offset in range(0, len(data), _RAW_PIECE_BYTES):
            write_frame(self._frame_type, data[offset : offset + _RAW_PIECE_BYTES])
        return len(data)


def text_stream(frame_type, fd, errors):
    return io.TextIOWrapper(
        _LogStream(frame_type, fd), encoding="utf-8", errors=errors, newline="\n", write_through=True
    )
