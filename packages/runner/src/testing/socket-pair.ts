import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Two ends of a connection in the kernel, as a sandbox's are: what is written waits there until it is read. */
export async function socketPair(): Promise<[near: Socket, far: Socket]> {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const far = connect((server.address() as { port: number }).port, "127.0.0.1");
  const [near] = (await once(server, "connection")) as [Socket];
  server.close();
  return [near, far];
}
