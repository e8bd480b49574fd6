"""Ports on the sandbox's own loopback, served by the host: the sockets are opened here and sent to it over the message
channel of Node.js, in that program's own format. The channel is closed again before any user code runs."""

import os
import socket

_BACKLOG = 128


def hand_over(ports):
    """Takes for instance `9001,8080`; returns once the host has them all."""
    channel = socket.socket(fileno=int(os.environ["NODE_CHANNEL_FD"]))
    listeners = []
    for port in ports.split(","):
        listener = socket.create_server(("127.0.0.1", int(port)), backlog=_BACKLOG)
        listeners.append(listener)
        message = b'{"cmd":"NODE_HANDLE","type":"net.Server","msg":{"port":%d}}\n' % int(port)
        socket.send_fds(channel, [message], [listener.fileno()])
    # The host acknowledges each one, and closes the channel when it has what it asked for.
    while channel.recv(4096):
        pass
    channel.close()
    for listener in listeners:
        listener.close()
