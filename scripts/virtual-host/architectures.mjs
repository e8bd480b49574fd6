/**
 * What an emulated machine of each architecture is made from, by Lambda's name of it: the words of Debian and of Node.js,
 * the emulator with Debian's package of it, and where its first serial line appears.
 */
export const ARCHITECTURES = {
  x86_64: {
    debian: "amd64",
    node: "x64",
    emulator: "qemu-system-x86_64",
    emulatorPackage: "qemu-system-x86",
    machine: ["-cpu", "max"],
    console: "ttyS0",
  },
  arm64: {
    debian: "arm64",
    node: "arm64",
    emulator: "qemu-system-aarch64",
    emulatorPackage: "qemu-system-arm",
    // The signing of pointers in an architected way takes emulators most of their time.
    machine: ["-machine", "virt", "-cpu", "max,pauth-impdef=on"],
    console: "ttyAMA0",
  },
};
