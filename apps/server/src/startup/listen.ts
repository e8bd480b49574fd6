import { once } from "node:events";
import type { Server } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Configuration } from "./configuration.ts";
import { StartupFailure } from "./startup-failure.ts";

/** @returns the address to open. @throws StartupFailure */
export async function listen(http: FastifyInstance, { host, port }: Configuration): Promise<string> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    throw new StartupFailure(explain(error as NodeJS.ErrnoException, host, port, "--port or LAMBENT_PORT"));
  }
  return addressOf(http.server, host);
}

/** @returns the address that clients are given. @throws StartupFailure */
export async function listenForAws(server: Server, { host, awsPort }: Configuration): Promise<string> {
  server.listen({ host, port: awsPort });
  try {
    await once(server, "listening");
  } catch (error) {
    const way = "--aws-port or LAMBENT_AWS_PORT";
    throw new StartupFailure(explain(error as NodeJS.ErrnoException, host, awsPort, way));
  }
  return addressOf(server, host);
}

function addressOf(server: Pick<Server, "address">, host: string): string {
  const { port } = server.address() as { port: number };
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number, way: string): string {
  const otherPort = `Choose another port with ${way}.`;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is in use by another program. ${otherPort}`;
    case "EACCES":
      return `This user may not listen on port ${port}: ports below 1024 are reserved. ${otherPort}`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}. Use 127.0.0.1 with --host or LAMBENT_HOST.`;
    default:
      return `The server can't listen on ${host} port ${port}: ${message}.`;
  }
}
