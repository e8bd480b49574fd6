"""JSON in AWS's flavour: Decimal becomes a number, NaN is passed through, text isn't escaped."""

import json
import json.encoder
import math
import sys

from .faults import Fault


class _HasDecimal(Exception):
    pass


class _Number(float):
    """A float that is written with the digits of its Decimal."""

    def __new__(cls, value):
        number = super().__new__(cls, value)
        number.digits = str(value)
        return number


def unmarshal(text):
    try:
        return json.loads(text)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)


def marshal(result):
    """Returns the bytes of the response; a handler that returns bytes has encoded it itself."""
    if isinstance(result, bytes):
        return result
    try:
        return to_json(result)
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def to_json(value):
    try:
        text = _FAST.encode(value)
    except _HasDecimal:
        text = "".join(_encode_decimals(value))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8; as an escape it can be written.
        return text.encode("utf-8", "backslashreplace")


def _refuse(value):
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def _is_decimal(value):
    # Nobody can hold a Decimal before somebody has imported the module, which takes a while.
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def _default_fast(value):
    if _is_decimal(value):
        raise _HasDecimal()
    _refuse(value)


def _default_decimal(value):
    if _is_decimal(value):
        return math.nan if value.is_nan() else _Number(value)
    _refuse(value)


def _float_text(value):
    if isinstance(value, _Number):
        return value.digits
    if value != value:
        return "NaN"
    if value in (math.inf, -math.inf):
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)


def _encode_decimals(value):
    # The encoder written in C formats floats itself; the one written in Python takes a function for it.
    encode = json.encoder._make_iterencode(
        {}, _default_decimal, json.encoder.encode_basestring, None, _float_text, ": ", ", ", False, False, False
    )
    return encode(value, 0)


_FAST = json.JSONEncoder(ensure_ascii=False, default=_default_fast)
