// The reference for the runner's channel: answers each message on file descriptor 3 with the same bytes, and nothing else.
import { Socket } from "node:net";

const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.on("data", (chunk) => socket.write(chunk));
socket.on("close", () => process.exit());
