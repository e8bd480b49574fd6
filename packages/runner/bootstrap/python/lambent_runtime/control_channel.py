"""Frames on file descriptor 3: u32 little-endian body length, u8 type, body. The same numbers stand in src/wire/frame.ts."""

import os
import struct

CONTROL_FD = 3

INIT = 0x01
INVOKE = 0x02
PREPARE = 0x03
READY = 0x10
INIT_DONE = 0x11
INIT_ERROR = 0x12
RESPONSE = 0x13
ERROR = 0x14
RESPONSE_TOO_LARGE = 0x16
# Or-ed into an answer: nothing was written to the log during the invocation.
QUIET = 0x80

_HEADER = struct.Struct("<IB")


def send(frame_type, *parts):
    body = b"".join(parts)
    _write_all(_HEADER.pack(len(body), frame_type) + body)


def receive():
    """Blocks until the host sends a frame. Returns its type and body."""
    length, frame_type = _HEADER.unpack(_read_exactly(_HEADER.size))
    return frame_type, _read_exactly(length)


def request_id_prefix(request_id):
    encoded = request_id.encode("utf-8")
    return bytes([len(encoded)]) + encoded


def _write_all(data):
    view = memoryview(data)
    while view:
        view = view[os.write(CONTROL_FD, view) :]


def _read_exactly(count):
    chunks = []
    while count:
        chunk = os.read(CONTROL_FD, min(count, 1 << 20))
        if not chunk:
            # Without the host there is nobody left to answer.
            os._exit(1)
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)
