import { banner } from "./startup/banner.ts";
import { readConfiguration, USAGE } from "./startup/configuration.ts";
import { endOnSignals } from "./startup/end-on-signals.ts";
import { startServer } from "./startup/start-server.ts";
import { StartupFailure } from "./startup/startup-failure.ts";

try {
  const configuration = readConfiguration(process.argv.slice(2), process.env, process.cwd());
  if (configuration === null) console.log(USAGE);
  else {
    const server = await startServer(configuration);
    endOnSignals(server);
    console.log(banner({ ...server, status: server.ports.runner.status() }));
  }
} catch (error) {
  // The way out for what a person can mend; the whole story for what is ours.
  console.error(error instanceof StartupFailure ? `\n${error.message}\n` : error);
  process.exit(1);
}
