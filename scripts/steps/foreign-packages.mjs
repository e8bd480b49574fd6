import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "./operating-system-packages.mjs";
import { runCommand } from "./run-command.mjs";

/** Why Debian packages can't be fetched here, as a sentence; undefined where they can. */
export function mayDownloadPackages() {
  if (process.env.LAMBENT_NO_INSTALL === "1") return "LAMBENT_NO_INSTALL=1 is set, so nothing is fetched.";
  if (findOnPath("apt-get") === undefined || findOnPath("dpkg-deb") === undefined) {
    return "The arm64 libraries come from the packages of Debian or Ubuntu, and there is no apt-get here.";
  }
  return undefined;
}

/**
 * Downloads packages of one architecture with all that they depend on, through this machine's own package sources and
 * keys, but with lists and cache of its own: neither dpkg's architectures nor what is installed changes.
 * @param {string} folder an empty folder to work in
 * @param {"arm64" | "amd64"} architecture
 * @param {readonly string[]} names
 * @returns {Promise<string[]>} paths of the .deb files
 */
export async function downloadPackages(folder, architecture, names) {
  for (const path of ["lists/partial", "archives/partial"]) mkdirSync(join(folder, path), { recursive: true });
  const settings = [
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    `Dir::State=${folder}`,
    `Dir::State::lists=${join(folder, "lists")}`,
    // Nothing counts as installed, so that every dependency is fetched.
    "Dir::State::status=/dev/null",
    // apt locks the folder of that file, which is then the same for all who fetch at a time.
    "Debug::NoLocking=true",
    `Dir::Cache=${folder}`,
    `Dir::Cache::archives=${join(folder, "archives")}`,
    "Acquire::Languages=none",
    // The folder may lie where apt's own user can't write.
    `APT::Sandbox::User=root`,
    ...(architecture === "arm64" ? portsOfUbuntu(folder) : []),
  ];
  const options = settings.flatMap((setting) => ["-o", setting]);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
  // A source that lacks this architecture makes it fail as a whole; whether ours were read, the download shows.
  const update = await runCommand("apt-get", [...options, "update"], { env });
  const install = ["install", "--yes", "--quiet", "--no-install-recommends", "--download-only", ...names];
  const { ok, output } = await runCommand("apt-get", [...options, ...install], { env });
  if (!ok) throw new Error(`apt-get could not fetch packages for ${architecture}:\n${update.output}${output}`);
  const archives = join(folder, "archives");
  return readdirSync(archives)
    .filter((name) => name.endsWith(".deb"))
    .map((name) => join(archives, name));
}

/** Ubuntu keeps arm64 on another server than amd64. @see https://wiki.ubuntu.com/UbuntuDevelopment/PackageArchive */
function portsOfUbuntu(folder) {
  const release = readFileSync("/etc/os-release", "utf8");
  if (!/^ID=.?ubuntu/m.test(release)) return [];
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1];
  const file = join(folder, "ports.list");
  const key = "/usr/share/keyrings/ubuntu-archive-keyring.gpg";
  const suites = [codename, `${codename}-updates`, `${codename}-security`];
  const lines = suites.map(
    (suite) => `deb [arch=arm64 signed-by=${key}] http://ports.ubuntu.com/ubuntu-ports ${suite} main universe\n`,
  );
  writeFileSync(file, lines.join(""));
  return [`Dir::Etc::sourcelist=${file}`, "Dir::Etc::sourceparts=/dev/null"];
}
