"""Time, chance, the machine and the end of the process."""

import logging
import os
import random
import sys
import time


def adapt(host):
    # Sealed in the snapshot, they would be the same in every environment.
    random.seed()
    logging._startTime = time.time()
    # What lay in the folders when the snapshot was made. Not by importlib, which would read the whole standard library's index.
    for folder in [folder for folder in sys.path_importer_cache if folder.startswith("/var/")]:
        del sys.path_importer_cache[folder]

    def exit_process(status):
        host.exit(status & 0xFF)

    def sleep(seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        host.sleep(seconds)

    def tzset():
        host.setTimeZone(os.environ.get("TZ", "").lstrip(":") or "UTC")

    own_uname = os.uname

    def uname():
        return os.uname_result((*own_uname()[:4], host.machine))

    os.uname = uname
    os._exit = exit_process
    os.abort = host.abort
    time.sleep = sleep
    time.tzset = tzset
    # Packages and search paths are where Lambda has them.
    sys.prefix = sys.exec_prefix = sys.base_prefix = sys.base_exec_prefix = "/var/lang"
    sys.path[:] = [folder for folder in dict.fromkeys(sys.path) if folder]
