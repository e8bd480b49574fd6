import type { Invoke } from "@lambent/lambda";

type ResponseListener = NonNullable<Invoke["onResponse"]>;

/** A response between the function that writes it and the client that reads it, one part at a time. */
export interface ResponsePipe {
  listener: ResponseListener;
  /** Settles with true at the first word of a response, with false when there will be none. */
  begun(): Promise<boolean>;
  /** To be told when the invocation is over. */
  end(): void;
  /** Parts in order; whoever stops reading lets the function write on into nothing. */
  parts(): AsyncGenerator<Uint8Array>;
}

export function createResponsePipe(): ResponsePipe {
  let begin = (_hasBegun: boolean) => {};
  const begun = new Promise<boolean>((resolve) => {
    begin = resolve;
  });
  let waiting: { bytes: Uint8Array; taken: () => void } | undefined;
  let isOver = false;
  let isRead = true;
  let wake = () => {};
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  return {
    listener: {
      start: () => begin(true),
      chunk(bytes) {
        if (!isRead) return;
        // The function waits as long as its client does.
        return new Promise<void>((resolve) => {
          waiting = { bytes, taken: resolve };
          wake();
        });
      },
    },
    begun: () => begun,
    end() {
      isOver = true;
      begin(false);
      wake();
    },
    async *parts() {
      try {
        for (;;) {
          if (waiting !== undefined) {
            const { bytes, taken } = waiting;
            waiting = undefined;
            yield bytes;
            taken();
          } else if (isOver) return;
          else await news();
        }
      } finally {
        isRead = false;
        waiting?.taken();
      }
    },
  };
}
