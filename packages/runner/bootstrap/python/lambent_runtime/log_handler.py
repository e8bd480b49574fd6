"""The root logger's handler: text lines with the request id, or JSON when the function is configured so."""

import json
import logging
import time
import traceback

from . import log_pipe

_TEXT_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
_LEVEL_BITS = {"DEBUG": 8, "INFO": 12, "WARNING": 16, "ERROR": 20, "CRITICAL": 24}
_STANDARD_FIELDS = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id"}

request_id = None


class _Handler(logging.Handler):
    def __init__(self, frame_type):
        super().__init__()
        self._frame_type = frame_type

    def emit(self, record):
        try:
            log_pipe.write_text(self.format(record), _LEVEL_BITS.get(record.levelname, 0), self._frame_type)
        except Exception:
            self.handleError(record)


def _add_request_id(record):
    record.aws_request_id = request_id or ""
    return True


class _JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": request_id,
        }
        if record.stack_info:
            line["stackInfo"] = record.stack_info
        if record.exc_info and record.exc_info[0]:
            kind, error, trace = record.exc_info
            frames = traceback.extract_tb(trace)
            line["stackTrace"] = [text.rstrip("\n") for text in traceback.format_list(frames)]
            line["errorType"] = kind.__name__
            line["errorMessage"] = str(error)
            if frames:
                last = frames[-1]
                line["location"] = "%s:%s:%s" % (last.filename, last.name, last.lineno)
        for name, value in vars(record).items():
            if name not in _STANDARD_FIELDS and name not in line:
                line[name] = value
        return json.dumps({key: value for key, value in line.items() if value is not None}, default=str)


def install(is_json, level):
    logging.Formatter.converter = time.gmtime
    handler = _Handler(log_pipe.JSON if is_json else log_pipe.TEXT)
    handler.setFormatter(_JsonFormatter() if is_json else logging.Formatter(_TEXT_FORMAT, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(_add_request_id)
    root = logging.getLogger()
    root.addHandler(handler)
    level = {"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level)
    if level in logging.getLevelNamesMapping():
        root.setLevel(level)
