import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";

/** Path of a Chromium for the browser tests: $CHROMIUM, one on PATH, else Debian's package. */
export async function findChromium() {
  const find = () =>
    process.env.CHROMIUM ?? findOnPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  const found = find();
  if (found !== undefined) return found;
  const advice =
    "The browser tests need Chromium. Install it (`sudo apt-get install -y chromium`) or name one in CHROMIUM.";
  if (!mayInstall()) throw new StopWithAdvice(advice);
  const problem = await installPackage("chromium", "the browser tests run in it");
  const installed = find();
  if (installed === undefined) throw new StopWithAdvice(`${advice}\n${problem ?? ""}`);
  return installed;
}
