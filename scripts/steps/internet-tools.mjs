import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";

const TOOLS = [
  { program: "slirp4netns", name: "slirp4netns" },
  { program: "nft", name: "nftables" },
  { program: "ip", name: "iproute2" },
];

/** What functions with Internet access are tested with. Where it can't be installed, those tests are skipped and say so. */
export async function ensureInternetTools() {
  if (process.platform !== "linux") return;
  for (const { program, name } of TOOLS) {
    if (findOnPath(program) !== undefined) continue;
    const problem = mayInstall()
      ? await installPackage(name, "tests of Internet access use it")
      : "not allowed to install";
    if (problem !== undefined)
      process.stdout.write(`Without ${name}, tests of Internet access are skipped: ${problem}\n`);
  }
}
