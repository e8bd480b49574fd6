const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** The names under which a browser on this machine may call a server on a loopback port. */
export interface AllowedOrigins {
  isHost(host: string | undefined): boolean;
  isOrigin(origin: string): boolean;
}

/** @param port is asked at each request: it is known only once the server listens. */
export function allowedOrigins(host: string, port: () => number): AllowedOrigins {
  const names = [...new Set([...LOOPBACK_NAMES, host.includes(":") ? `[${host}]` : host])];
  const hosts = () => names.flatMap((name) => (port() === 80 ? [name, `${name}:80`] : [`${name}:${port()}`]));
  return {
    isHost: (asked) => asked !== undefined && hosts().includes(asked.toLowerCase()),
    isOrigin: (origin) => hosts().some((known) => origin === `http://${known}`),
  };
}
