/**
 * A server in a process of its own, for tests that end it or start it in a special way:
 * `node host-process.fixture.ts DIRECTORY CODE_DIRECTORY SCRIPT [keep|arm64 [DRIVER]]` runs the script in a sandbox and prints
 * what it said as JSON; with `keep` it prints "up" with the first log and goes on, with `arm64` the script is an emulated one.
 */
import { nodeStart, runToEnd } from "./sandbox.fixtures.ts";
import { gvisorDrivers, testedDrivers } from "./tested-drivers.ts";

const [directory, codeDirectory, script, how, name = "bwrap"] = process.argv.slice(2) as [
  string,
  string,
  string,
  string?,
  string?,
];
const driver = await [...testedDrivers, ...gvisorDrivers]
  .find((candidate) => candidate.name === name)!
  .create(directory);
const start = nodeStart(codeDirectory, script, { memoryMb: 128 }, how === "arm64" ? "arm64" : undefined);
if (how === "keep") {
  const sandbox = await driver.start(start);
  sandbox.logs.once("data", () => console.log("up"));
} else {
  const isolation = driver.isolation;
  const run = await runToEnd(driver, start);
  await driver.close();
  console.log(JSON.stringify({ ...run, isolation }));
}
