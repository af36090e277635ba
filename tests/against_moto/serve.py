"""moto's server as a process of its own: prints its address, and ends when its standard input does."""

from __future__ import annotations

import logging
import os
import sys

os.environ["MOTO_ACM_VALIDATION_WAIT"] = "86400"  # else certificates change a minute after they were asked for

from moto.server import ThreadedMotoServer  # it reads its settings when it is loaded


def main() -> None:
    """Serve on a free port of the loopback interface."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
