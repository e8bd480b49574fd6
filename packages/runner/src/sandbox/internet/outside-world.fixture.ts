/**
 * All hosts but one of a network that a test makes, in a network namespace of their own:
 * `node outside-world.fixture.ts DNS_ADDRESS ADDRESS…`. Serves TCP port 80 and UDP port 7 on each address, and names on
 * UDP port 53 of the first, once a line on standard input says that the addresses are there. Prints one line of JSON
 * (`{ way, address }`) for whatever arrives, and "up" first.
 */
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { answerQuery } from "./name-server.fixture.ts";

const [dnsAddress, ...addresses] = process.argv.slice(2) as [string, ...string[]];
const arrived = (way: string, address: string) => console.log(JSON.stringify({ way, address }));

// Whoever started it is gone.
process.stdin.once("end", () => process.exit(0));
async function serve() {
  await new Promise<void>((resolve) => {
    const server = createServer((request, response) => response.end(`hello from ${request.socket.localAddress}`));
    server.on("connection", (socket) => arrived("tcp", socket.localAddress!));
    server.listen(80, "0.0.0.0", resolve);
  });
  const bind = (port: number, address: string, answer: (message: Buffer) => Uint8Array | string | undefined) =>
    new Promise<ReturnType<typeof createSocket>>((resolve) => {
      const socket = createSocket("udp4");
      socket.on("message", (message, { port: from, address: sender }) => {
        arrived(port === 53 ? "name" : "udp", address);
        const text = answer(message);
        if (text !== undefined) socket.send(text, from, sender);
      });
      socket.bind(port, address, () => resolve(socket));
    });
  await bind(53, dnsAddress, answerQuery);
  const echoes = await Promise.all(
    [...addresses, dnsAddress].map((address) => bind(7, address, () => `hello from ${address}`)),
  );
  // Whoever sends to port 9 of the first address is answered from all of them.
  const asked = createSocket("udp4");
  asked.on("message", (_message, { port, address: sender }) => {
    for (const [index, echo] of echoes.entries()) echo.send(addresses[index] ?? dnsAddress, port, sender);
  });
  await new Promise<void>((resolve) => asked.bind(9, addresses[0], resolve));
  console.log("up");
}
process.stdin.once("data", () => void serve());
