import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SandboxUnavailable } from "../sandbox-unavailable.ts";
import { InternetLinks } from "./internet-links.ts";
import { findInternetTools } from "./internet-tools.ts";

let path: string;
let tunDevice: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "internet-tools-"));
  tunDevice = join(path, "tun");
  await writeFile(tunDevice, "");
  await chmod(tunDevice, 0o666);
});
afterEach(() => rm(path, { recursive: true, force: true }));

const ALL_OPTIONS =
  "--configure --mtu --disable-host-loopback --enable-seccomp --enable-sandbox --ready-fd=FD --exit-fd=FD";
const install = (name: string, says: string) =>
  writeFile(join(path, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
const refusal = async (host = { path, tunDevice }): Promise<SandboxUnavailable> => {
  const error = await findInternetTools(host).catch((reason) => reason);
  expect(error).toBeInstanceOf(SandboxUnavailable);
  return error;
};

test("missing programs are told together with the one command that installs them", async () => {
  expect(await refusal()).toMatchObject({
    reason: "Internet access for functions needs slirp4netns and nft, which this host doesn't have.",
    remedy: expect.stringMatching(/^Install with: sudo apt-get install -y slirp4netns nftables \(/),
  });
  await install("slirp4netns", ALL_OPTIONS);
  expect((await refusal()).remedy).toMatch(/^Install with: sudo apt-get install -y nftables \(/);
});

test("a slirp4netns without an option that we need is told", async () => {
  await install("nft", "");
  await install("slirp4netns", ALL_OPTIONS.replace(" --enable-sandbox", ""));
  expect((await refusal()).reason).toContain("this one lacks --enable-sandbox");
});

test("a host without the tun device is told what to do", async () => {
  await install("nft", "");
  await install("slirp4netns", ALL_OPTIONS);
  expect(await findInternetTools({ path, tunDevice })).toMatchObject({ tunIsOpen: true });
  expect((await refusal({ path, tunDevice: join(path, "none") })).remedy).toContain("modprobe tun");
});

test("a trial that fails is told, and no sandbox is started with Internet access then", async () => {
  const links = new InternetLinks({
    ...{ directory: path, runFolder: path, groups: undefined, inheritedFds: [] },
    findTools: async () => ({ sandboxed: true, tunIsOpen: true }),
    prove: async () => {
      throw new Error("nft said no");
    },
  });
  expect(links.access).toMatchObject({ available: false, reason: expect.stringContaining("being tried out") });
  await expect(links.require()).rejects.toThrow(SandboxUnavailable);
  expect(links.access).toMatchObject({
    available: false,
    reason: "A trial of Internet access failed: nft said no.",
    remedy: expect.stringContaining("modprobe nf_tables"),
  });
  await links.close();
});
