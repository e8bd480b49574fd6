import type { StoredLogEvent } from "@lambent/model";
import { useEffect, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { trpcClient } from "../../app/trpc.ts";
import { EMPTY_BUFFER, type LiveTailBuffer, withEvents } from "./live-tail-buffer.ts";

export type LiveTailState = "connecting" | "live" | "reconnecting" | "stopped" | "failed";

/** However many lines come, the page is drawn anew this often at most. Not per frame: hidden pages have no frames, and lines would pile up. */
const DRAWING_PAUSE_MS = 30;

export interface LiveTailInput {
  functionName: string;
  filter?: string;
  logStreamName?: string;
  onFilterRefused: (message: string | null) => void;
}

/** Follows a function's log from now on; after a cut it resumes where it was. Lines are shown together after a short pause. */
export function useLiveTail({ functionName, filter, logStreamName, onFilterRefused }: LiveTailInput) {
  const [state, setState] = useState<LiveTailState>("connecting");
  const [error, setError] = useState<string | null>(null);
  const [buffer, setBuffer] = useState<LiveTailBuffer>(EMPTY_BUFFER);
  const running = state !== "stopped" && state !== "failed";

  useEffect(() => {
    if (!running) return;
    let arrived: StoredLogEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      const events = arrived;
      arrived = [];
      setBuffer((current) => withEvents(current, events));
    };
    const subscription = trpcClient.logs.follow.subscribe(
      { functionName, filter },
      {
        onStarted: () => setState("live"),
        onData: ({ data }) => {
          if (logStreamName !== undefined && data.logStreamName !== logStreamName) return;
          arrived.push(data);
          timer ??= setTimeout(show, DRAWING_PAUSE_MS);
        },
        onConnectionStateChange: (connection) => {
          if (connection.state === "connecting" && connection.error !== null) setState("reconnecting");
          if (connection.state === "pending") setState("live");
        },
        onError: (failure) => {
          const { code, message } = domainError(failure);
          setState("failed");
          if (filter !== undefined && code === "InvalidParameterValue") onFilterRefused(message);
          else setError(message);
        },
        onComplete: () => setState("stopped"),
      },
    );
    return () => {
      subscription.unsubscribe();
      clearTimeout(timer);
      show(); // what came before the stop
    };
  }, [running, functionName, filter, logStreamName, onFilterRefused]);

  return {
    state,
    error,
    running,
    ...buffer,
    start: () => {
      setState("connecting");
      setError(null);
    },
    stop: () => setState("stopped"),
    clear: () => setBuffer(EMPTY_BUFFER),
  };
}
