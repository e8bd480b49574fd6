/** What the kernel would answer: runs the classic BPF program on a `struct seccomp_data`. */
export function decide(filter: Buffer, call: { arch: number; number: number; args?: readonly number[] }): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.arch, 4);
  for (const [index, value] of (call.args ?? []).entries()) data.writeUInt32LE(value >>> 0, 16 + 8 * index);
  let accumulator = 0;
  for (let pc = 0; ; pc++) {
    const code = filter.readUInt16LE(pc * 8);
    const value = filter.readUInt32LE(pc * 8 + 4);
    const jump = (condition: boolean) => filter.readUInt8(pc * 8 + (condition ? 2 : 3));
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x15) pc += jump(accumulator === value);
    else if (code === 0x35) pc += jump(accumulator >= value);
    else if (code === 0x45) pc += jump((accumulator & value) !== 0);
    else if (code === 0x54) accumulator &= value;
    else if (code === 0x06) return value;
    else throw new Error(`Instruction ${code.toString(16)} at ${pc}`);
  }
}
