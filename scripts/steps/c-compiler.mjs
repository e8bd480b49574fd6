import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";

const PURPOSE = "it builds the native code that tests try to leave a sandbox with";

/** Sees to it that the tests can compile C where that is possible; where it isn't, they say what they leave out. */
export async function ensureCCompiler() {
  if (process.platform !== "linux") return;
  const installs = findOnPath("cc") === undefined && mayInstall();
  // The compiler only recommends the C library's headers.
  for (const name of installs ? ["gcc", "libc6-dev"] : []) {
    const problem = await installPackage(name, PURPOSE);
    if (problem !== undefined) process.stdout.write(`${name} could not be installed:\n${problem}\n`);
  }
  if (findOnPath("cc") === undefined) {
    process.stdout.write("Without a C compiler (apt-get install gcc libc6-dev), tests of native code are left out.\n");
  }
}
