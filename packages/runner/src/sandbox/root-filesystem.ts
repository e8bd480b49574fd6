import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { hostSource, type RootFilesystemSource } from "./root-filesystem-source.ts";

const run = promisify(execFile);

/** The user that Lambda runs functions as. */
export const SANDBOX_USER = { name: "sbx_user1051", uid: 993, gid: 990 } as const;
export const SANDBOX_HOSTNAME = "lambent";

/** What Node.js, CPython's standard library and common native add-ons link to; a missing one is skipped. */
const LIBRARIES = (
  "libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libutil.so.1 libresolv.so.2 libnss_dns.so.2 " +
  "libnss_files.so.2 libstdc++.so.6 libgcc_s.so.1 libatomic.so.1 libssl.so.3 libcrypto.so.3 libz.so.1 libffi.so.7 " +
  "libffi.so.8 libsqlite3.so.0 liblzma.so.5 libbz2.so.1.0 libbz2.so.1 libexpat.so.1 libuuid.so.1 libcrypt.so.1 " +
  "libcrypt.so.2 libtinfo.so.6 libncursesw.so.6 libpanelw.so.6 libreadline.so.8 libzstd.so.1"
).split(" ");
/**
 * `child_process.exec` needs a shell; custom runtimes in shell expect what Amazon Linux 2023 has in its smallest image:
 * bash, coreutils, gawk, grep, sed and curl, by which they reach the Runtime API. None is setuid; a missing one is skipped.
 */
const PROGRAMS = (
  "sh bash env cat ls echo date sleep mkdir rmdir rm cp mv ln touch chmod uname true false test head tail wc sort " +
  "tr cut basename dirname pwd id grep egrep fgrep sed printf awk gawk base32 base64 cksum comm curl dd df du expand " +
  "expr factor fmt fold install join link md5sum mkfifo mktemp nice nl nohup nproc numfmt od paste pr printenv readlink " +
  "realpath seq sha1sum sha256sum sha512sum shuf split stat stdbuf sum sync tac tee timeout truncate tsort tty uniq " +
  "unlink users vdir whoami yes"
).split(" ");
/** Mount points, and folders that programs expect. */
const FOLDERS =
  "proc dev/shm tmp etc/ssl/certs opt root usr/bin usr/lib usr/share/zoneinfo var/lang var/launcher var/runtime var/task var/cache var/tmp sys";
/**
 * A shell that may be run and not read: the kernel hides such a process from others of the same user (its memory,
 * environment, descriptors, settings). For the first process of a sandbox.
 */
export const HIDDEN_SHELL = "usr/bin/hidden-sh";
/** Nothing is ever put there. */
export const EMPTY_FOLDER = "var/tmp";

/** Mount point for a log channel that isn't there as a descriptor. */
export const LOGS_PIPE = "dev/logs";
/** What /dev holds: mount points, and the usual links. */
export const DEVICES = ["null", "zero", "random", "urandom", "full"];
export const DEVICE_LINKS = { fd: "fd", stdin: "fd/0", stdout: "fd/1", stderr: "fd/2" };

const PASSWD = `root:x:0:0:root:/:/sbin/nologin
${SANDBOX_USER.name}:x:${SANDBOX_USER.uid}:${SANDBOX_USER.gid}::/tmp:/bin/sh
`;
/** Alike on every architecture. */
export const TIME_ZONES = "/usr/share/zoneinfo";
const CERTIFICATES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/**
 * The folder that every sandbox has as its read-only `/`: loader, libraries and a shell of the source (this host, when
 * omitted), and a neutral /etc. Built once per state of the source, about 35 MB; an outdated one is removed.
 * @returns its path.
 */
export async function prepareRootFilesystem(
  directory: string,
  source: RootFilesystemSource = hostSource(),
): Promise<string> {
  const { loader } = source;
  const contents = await findContents(source);
  const wanted = `rootfs-${await fingerprint([loader, ...contents.libraries.values(), ...contents.programs.values()])}`;
  await mkdir(directory, { recursive: true });
  const target = join(directory, wanted);
  if (!(await exists(target))) {
    const files = [...contents.libraries.values(), ...contents.programs.values()];
    for (const [name, path] of await source.listDependencies(files)) {
      if (!contents.libraries.has(name)) contents.libraries.set(name, path);
    }
    await build(directory, target, { ...contents, ...source });
  }
  for (const name of await readdir(directory)) {
    if (name.startsWith("rootfs-") && name !== wanted)
      await rm(join(directory, name), { recursive: true, force: true });
  }
  return target;
}

interface Contents {
  /** Name inside → file on the host. */
  libraries: Map<string, string>;
  programs: Map<string, string>;
}

async function findContents(source: RootFilesystemSource): Promise<Contents> {
  const libraries = new Map<string, string>();
  const programs = new Map(source.furtherPrograms);
  for (const name of LIBRARIES) {
    const file = await firstExisting(source.libraryFolders.map((folder) => join(folder, name)));
    if (file) libraries.set(name, file);
  }
  for (const name of PROGRAMS) {
    const file = await firstExisting(source.programFolders.map((folder) => join(folder, name)));
    if (file) programs.set(name, file);
  }
  return { libraries, programs };
}

async function fingerprint(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(`5 ${PASSWD}${FOLDERS}`);
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 12);
}

async function build(directory: string, target: string, from: Contents & RootFilesystemSource) {
  const root = await mkdtemp(join(directory, "rootfs-building-"));
  for (const folder of FOLDERS.split(" ")) await mkdir(join(root, folder), { recursive: true });
  // One folder under each name that a distribution's loader may search.
  await symlink("usr/lib", join(root, "lib"));
  await symlink("usr/lib", join(root, "lib64"));
  await symlink("usr/bin", join(root, "bin"));
  await symlink("lib", join(root, "usr/lib64"));
  await symlink(".", join(root, "usr/lib", from.triplet));
  for (const name of DEVICES) await writeFile(join(root, "dev", name), "");
  await writeFile(join(root, LOGS_PIPE), "");
  for (const [name, target] of Object.entries(DEVICE_LINKS))
    await symlink(`/proc/self/${target}`, join(root, "dev", name));
  const copies = [
    [from.loader, join(root, "usr/lib", basename(from.loader))] as const,
    ...[...from.libraries].map(([name, file]) => [file, join(root, "usr/lib", name)] as const),
    ...[...from.programs].map(([name, file]) => [file, join(root, "usr/bin", name)] as const),
  ];
  for (const [source, destination] of copies) await copyFile(await realpath(source), destination);
  const etc = {
    passwd: PASSWD,
    group: `root:x:0:\n${SANDBOX_USER.name}:x:${SANDBOX_USER.gid}:\n`,
    hosts: `127.0.0.1 localhost ${SANDBOX_HOSTNAME}\n::1 localhost\n`,
    hostname: `${SANDBOX_HOSTNAME}\n`,
    "resolv.conf": "",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
  };
  for (const [name, text] of Object.entries(etc)) await writeFile(join(root, "etc", name), text);
  const certificates = await firstExisting(CERTIFICATES);
  if (certificates) await writeFile(join(root, "etc/ssl/certs/ca-certificates.crt"), await readFile(certificates));
  if (from.hasTimeZones && (await exists(TIME_ZONES))) {
    // 1,300 small files: one process is ten times faster than as many asynchronous copies.
    await run("cp", ["-R", "-P", `${TIME_ZONES}/.`, join(root, TIME_ZONES)]);
  }
  // Readable to the sandbox's user whatever this process' umask is; also drops every setuid bit.
  await run("chmod", ["-R", "u=rwX,go=rX", root]);
  await copyFile(join(root, "usr/bin/sh"), join(root, HIDDEN_SHELL));
  await chmod(join(root, HIDDEN_SHELL), 0o111);
  await rename(root, target);
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await exists(path)) return path;
  return undefined;
}
