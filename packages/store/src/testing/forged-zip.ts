import zlib from "node:zlib";

/** One entry with every field open to lies. What is not given is what an honest tool would write. */
export interface ForgedEntry {
  name: string | Buffer;
  content?: Buffer | string;
  /** Bytes as they stand in the zip; made of `content` unless given. */
  raw?: Buffer;
  method?: number;
  flags?: number;
  versionMadeBy?: number;
  /** Unix mode, file type included. */
  mode?: number;
  declaredBytes?: number;
  declaredRawBytes?: number;
  crc32?: number;
  /** Where the local header is said to be. */
  offset?: number;
  extra?: Buffer;
}

const MADE_ON_UNIX = (3 << 8) | 20;

/** A zip with exactly these entries, for what no honest tool can be asked to write. */
export function forgeZip(entries: readonly ForgedEntry[], { entryCount = entries.length } = {}): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name, "utf8");
    const content = Buffer.from(entry.content ?? "");
    const method = entry.method ?? 8;
    const raw = entry.raw ?? (method === 8 ? zlib.deflateRawSync(content) : content);
    const extra = entry.extra ?? Buffer.alloc(0);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0x0800, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt16LE(33, 8);
    fields.writeUInt32LE(entry.crc32 ?? zlib.crc32(content), 10);
    fields.writeUInt32LE(entry.declaredRawBytes ?? raw.length, 14);
    fields.writeUInt32LE(entry.declaredBytes ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    fields.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, extra, raw]);
    const central = Buffer.alloc(46);
    central.write("PK\x01\x02", 0, "latin1");
    central.writeUInt16LE(entry.versionMadeBy ?? MADE_ON_UNIX, 4);
    fields.copy(central, 6);
    central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(entry.offset ?? offset, 42);
    directory.push(central, name, extra);
    pieces.push(local);
    offset += local.length;
  }
  const centralDirectory = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(centralDirectory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, centralDirectory, end]);
}
