/** Smaller chunks are copied together: each object costs the host some 200 bytes, however little it holds. */
const SMALL_CHUNK_BYTES = 4_096;
const SLAB_BYTES = 65_536;

/** Bytes that came in chunks of any size, a single byte each at worst, held in few buffers and copied seldom. */
export class ByteCollector {
  #pieces: Buffer[] = [];
  #bytes = 0;
  #slab: Buffer = Buffer.alloc(0);
  #slabUsed = 0;
  /** Whether the last piece ends where the slab's free part begins. */
  #endsInSlab = false;

  get bytes(): number {
    return this.#bytes;
  }

  /** How many buffers hold them. */
  get pieces(): number {
    return this.#pieces.length;
  }

  add(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#bytes += chunk.length;
    if (chunk.length >= SMALL_CHUNK_BYTES || this.#pieces.length === 0) {
      this.#pieces.push(chunk);
      this.#endsInSlab = false;
    } else this.#addSmall(chunk);
  }

  /** The first bytes, at least as many as asked for, which must be there; they stay. */
  peek(bytes: number): Buffer {
    const first = this.#pieces[0]!;
    return first.length >= bytes ? first : this.#merge();
  }

  /** Takes exactly so many bytes, which must be there, off the front. */
  take(bytes: number): Buffer {
    if (bytes === 0) return Buffer.alloc(0);
    const first = this.peek(bytes);
    this.#bytes -= bytes;
    if (first.length > bytes) this.#pieces[0] = first.subarray(bytes);
    else if (this.#pieces.shift() && this.#pieces.length === 0) this.#endsInSlab = false;
    return first.subarray(0, bytes);
  }

  clear(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#endsInSlab = false;
  }

  #addSmall(chunk: Buffer): void {
    if (this.#slab.length - this.#slabUsed < chunk.length) {
      this.#slab = Buffer.allocUnsafe(SLAB_BYTES);
      this.#slabUsed = 0;
      this.#endsInSlab = false;
    }
    chunk.copy(this.#slab, this.#slabUsed);
    const before = this.#endsInSlab ? this.#pieces.pop()!.length : 0;
    this.#pieces.push(this.#slab.subarray(this.#slabUsed - before, this.#slabUsed + chunk.length));
    this.#slabUsed += chunk.length;
    this.#endsInSlab = true;
  }

  #merge(): Buffer {
    const merged = Buffer.concat(this.#pieces);
    this.#pieces = [merged];
    this.#endsInSlab = false;
    return merged;
  }
}
