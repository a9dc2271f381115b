"""Serve fakeredis on an inherited listening socket: `python -m diaspora_portal.launch.standin FD`."""

import socket
import sys

from fakeredis import TcpFakeServer


def main() -> None:
    listener = socket.socket(fileno=int(sys.argv[1]))
    server = TcpFakeServer(listener.getsockname(), bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
