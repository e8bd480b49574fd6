"""The runtime inside a sandbox: waits for INIT, loads the function, then serves one INVOKE after the other."""

import sys

from lambent_runtime.main import run

if __name__ == "__main__":
    sys.exit(run())
