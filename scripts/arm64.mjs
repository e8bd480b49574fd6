// `pnpm arm64`: fetches what functions for arm64 need on an x86_64 machine. Once; afterwards it works offline.
import { ensureArm64Kit } from "./steps/arm64-kit.mjs";
import { endWith, step } from "./steps/progress.mjs";

try {
  if (process.arch === "arm64") {
    process.stdout.write("This machine runs arm64 functions by itself: there is nothing to fetch.\n");
  } else {
    await step("arm64 functions", ensureArm64Kit);
    process.stdout.write("Start Lambent (again) to create functions with the architecture arm64.\n");
  }
} catch (error) {
  endWith(error);
}
