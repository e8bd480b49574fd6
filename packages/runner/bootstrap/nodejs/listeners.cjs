// Ports on the sandbox's own loopback, served by the host: the sockets are opened here and sent to it over Node.js's
// message channel, which is closed again before any user code runs.
const { createServer } = require("node:net");

const BACKLOG = 128;
/** What the channel leaves on `process`; code that asks whether it has a parent to talk to must find nothing. */
const CHANNEL_MEMBERS =
  "send disconnect connected channel _channel _send _disconnect _handleQueue _pendingMessage".split(" ");

/** @param ports for instance `9001,8080`. Settles once the host has them all. */
async function handOverListeners(ports) {
  const hostIsDone = new Promise((resolve) => process.once("disconnect", resolve));
  for (const port of ports.split(",").map(Number)) {
    const server = createServer();
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host: "127.0.0.1", port, backlog: BACKLOG }, resolve);
    });
    // The host's copy lives on; ours must not compete with it for connections.
    void hostIsDone.then(() => server.close());
    process.send({ port }, server);
  }
  await hostIsDone;
  for (const name of CHANNEL_MEMBERS) delete process[name];
}

module.exports = { handOverListeners };
