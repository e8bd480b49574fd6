"""Init, then the loop of invocations."""

import json
import logging
import os
import sys
import time

from . import control_channel, handler_loader, log_handler, log_pipe, trace_id
from .faults import Fault, log_text, payload_of_exception, payload_of_fault
from .invocation import read_invocation
from .lambda_context import LambdaContext
from .marshaller import marshal, to_json, unmarshal
from .warm_up import warm_up

_ERROR_BITS = 20
_INIT_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. "
    "However, in rare cases, a Lambda runtime update can cause unexpected function behavior. "
    "For functions using managed runtimes, runtime updates can be triggered by a function change, or can be applied automatically. "
    "To determine if the runtime has been updated, check the runtime version in the INIT_START log entry. "
    "If this error correlates with a change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous runtime version. "
    "For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)


def run():
    # Where no mount namespace puts them in place, the driver says where the folders are.
    task_root = os.environ.get("LAMBENT_TASK_ROOT", "/var/task")
    runtime_directory = os.environ.get("LAMBENT_RUNTIME_DIR", "/var/runtime")
    layers_directory = os.environ.get("LAMBENT_LAYERS_DIR", "/opt")
    # Processes that the function starts have no business on these.
    for fd in (control_channel.CONTROL_FD, log_pipe.LOG_FD):
        os.set_inheritable(fd, False)
    ports = os.environ.get("LAMBENT_LISTEN")
    if ports:
        from . import listeners

        listeners.hand_over(ports)
    control_channel.send(control_channel.READY, b"%d.%d.%d" % sys.version_info[:3])
    frame_type, body = control_channel.receive()
    while frame_type == control_channel.PREPARE:
        # A spare waits, and is told so; where the function is known already, INIT comes at once.
        os.environ.update(json.loads(body)["environment"])
        warm_up()
        frame_type, body = control_channel.receive()
    init = json.loads(body)
    _use_environment(init["environment"], task_root, runtime_directory, layers_directory)
    is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    sys.stdout = log_pipe.text_stream(log_pipe.STDOUT, 1, "surrogateescape")
    sys.stderr = log_pipe.text_stream(log_pipe.STDERR, 2, "backslashreplace")
    log_handler.install(is_json, os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper())

    try:
        handler = handler_loader.load(init["handler"])
    except Fault as fault:
        return _init_failed(payload_of_fault(fault), is_json)
    except Exception as error:
        return _init_failed(payload_of_exception(error, runtime_directory), is_json)
    control_channel.send(control_channel.INIT_DONE)
    while True:
        _, body = control_channel.receive()
        header, event = read_invocation(body)
        _serve(handler, header, event, init["responseLimitBytes"], runtime_directory, is_json)
        trace_id.after_event()


def _serve(handler, header, event, limit_bytes, runtime_directory, is_json):
    request_id = header["requestId"]
    log_handler.request_id = request_id
    trace_id.set_trace_id(header.get("traceId"))
    failure = None
    try:
        response = marshal(handler(unmarshal(event), LambdaContext(header)))
    except Fault as fault:
        failure = payload_of_fault(fault, request_id)
    except Exception as error:
        failure = payload_of_exception(error, runtime_directory, request_id)
    prefix = control_channel.request_id_prefix(request_id)
    if failure is not None:
        _log_failure(failure, is_json)
        answer = (control_channel.ERROR, prefix, to_json(failure))
    elif len(response) > limit_bytes:
        sys.stderr.write(
            "[ERROR] [%d] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413.\n"
            % (time.time() * 1000)
        )
        answer = (control_channel.RESPONSE_TOO_LARGE, prefix)
    else:
        answer = (control_channel.RESPONSE, prefix, response)
    frame_type, *parts = answer
    if log_pipe.write_end_marker(request_id):
        frame_type |= control_channel.QUIET
    control_channel.send(frame_type, *parts)


def _init_failed(payload, is_json):
    logging.warning(_INIT_WARNING)
    _log_failure(payload, is_json)
    control_channel.send(control_channel.INIT_ERROR, to_json(payload))
    return 1


def _log_failure(payload, is_json):
    if is_json:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        text = to_json({"timestamp": stamp, "log_level": "ERROR", **payload}).decode()
        log_pipe.write_text(text, _ERROR_BITS, log_pipe.JSON)
    else:
        log_pipe.write_text(log_text(payload), _ERROR_BITS)


def _use_environment(variables, task_root, runtime_directory, layers_directory):
    """The function sees exactly what Lambda gives it, whatever the interpreter was started with."""
    os.environ.clear()
    os.environ.update(variables)
    os.environ.update(LAMBDA_TASK_ROOT=task_root, LAMBDA_RUNTIME_DIR=runtime_directory, PWD=task_root)
    os.chdir(task_root)
    time.tzset()
    packages = "lib/python%d.%d/site-packages" % sys.version_info[:2]
    if layers_directory != "/opt":
        for name in ("PATH", "LD_LIBRARY_PATH"):
            folders = os.environ.get(name, "").split(":")
            os.environ[name] = ":".join(layers_directory + folder[4:] if folder.startswith("/opt/") else folder for folder in folders)
    layer_packages = os.path.join(layers_directory, "python")
    first = [task_root, os.path.join(layer_packages, packages), layer_packages, os.path.join(sys.prefix, packages), runtime_directory]
    # What was looked for before the function's folders were there is looked for again.
    for folder in [name for name in sys.path_importer_cache if name.startswith((task_root, layers_directory))]:
        del sys.path_importer_cache[folder]
    sys.path[:] = first + [folder for folder in sys.path if folder not in first]
