import { createBwrapDriver } from "./bwrap-driver.ts";
import { describeSandboxContract } from "./sandbox.contract.ts";

describeSandboxContract("the bwrap driver", (directory) => createBwrapDriver({ directory }));
