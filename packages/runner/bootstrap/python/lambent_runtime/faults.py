"""Errors as the caller receives them and as the log shows them."""

import traceback


class Fault(Exception):
    """An error of the runtime itself, with AWS's name for it."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace


def payload_of_fault(fault, request_id=""):
    return _payload(fault.message, fault.error_type, fault.trace, request_id)


def payload_of_exception(error, runtime_directory, request_id=""):
    frames = traceback.extract_tb(error.__traceback__)
    # The function's part starts where ours ends.
    own = runtime_directory.rstrip("/") + "/"
    while frames and frames[0].filename.startswith(own):
        del frames[0]
    return _payload(_text(error), type(error).__name__, traceback.format_list(_without_anchors(frames)), request_id)


def log_text(payload):
    """`[ERROR] Type: message`, then the trace; leading blanks become no-break spaces, as in AWS's log."""
    head = "[ERROR]"
    if payload["errorType"]:
        head += " " + payload["errorType"]
    if payload["errorMessage"]:
        head += (":" if payload["errorType"] else "") + " " + payload["errorMessage"]
    lines = [head, "Traceback (most recent call last):"]
    for element in payload["stackTrace"]:
        lines += [_with_hard_indent(line) for line in element.splitlines()] or [""]
    return "\n".join(lines)


def _payload(message, error_type, trace, request_id):
    return {
        "errorMessage": message or "",
        "errorType": error_type or "",
        "requestId": request_id,
        "stackTrace": trace or [],
    }


def _without_anchors(frames):
    """Plain tuples: the markers (^^^^) under a line, which Python 3.11 brought, aren't in AWS's traces."""
    return [(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames]


def _text(error):
    try:
        return str(error)
    except Exception:  # A __str__ of the function's may raise anything.
        return "<unprintable %s object>" % type(error).__name__


def _with_hard_indent(line):
    stripped = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(stripped)) + stripped
