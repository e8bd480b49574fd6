"""One event as the host sends it."""

import struct

_DEADLINE = struct.Struct("<d")
_LENGTH = struct.Struct("<I")
# In place of a length: the field isn't there.
_ABSENT = 0xFFFFFFFF
_FIELDS = ("requestId", "traceId", "invokedFunctionArn", "clientContext")


def read_invocation(body):
    """
    An INVOKE's body: f64 deadline, then the fields, each as u32 length and UTF-8, then the event as the caller sent it. The same
    stands in src/wire/control-messages.ts. Returns the fields, those that are there, and the event's bytes.
    """
    header = {"deadlineMs": int(_DEADLINE.unpack_from(body)[0])}
    offset = _DEADLINE.size
    for name in _FIELDS:
        (length,) = _LENGTH.unpack_from(body, offset)
        offset += _LENGTH.size
        if length != _ABSENT:
            header[name] = body[offset : offset + length].decode()
            offset += length
    return header, body[offset:]
