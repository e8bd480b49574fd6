const TYPE_A = 1;
const HEADER_BYTES = 12;
const ANSWERED = 0x8180;
const NO_SUCH_NAME = 3;

/** Names of the test's own world, public and not. */
export const NAMES: Readonly<Record<string, string>> = {
  "public.test": "203.0.113.10",
  "private.test": "10.20.0.5",
  "metadata.test": "169.254.169.254",
  "loopback.test": "127.0.0.1",
  "host.test": "203.0.113.1",
};

/** Answers one DNS query of type A; other types of a name that exists with nothing. */
export function answerQuery(query: Buffer): Buffer {
  const labels: string[] = [];
  let end = HEADER_BYTES;
  for (let length = query[end]!; length > 0; length = query[end]!) {
    labels.push(query.toString("latin1", end + 1, end + 1 + length));
    end += 1 + length;
  }
  const question = query.subarray(HEADER_BYTES, end + 5);
  const address = NAMES[labels.join(".").toLowerCase()];
  const answers = address !== undefined && query.readUInt16BE(end + 1) === TYPE_A ? [record(address)] : [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(ANSWERED + (address === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers]);
}

/** For the name of the question; class IN, one second to live. */
const record = (address: string) =>
  Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]);
