import type { StoredLogEvent } from "@lambent/model";
import { useEffect, useRef, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { trpcClient } from "../../app/trpc.ts";
import { EMPTY_BUFFER, type LiveTailBuffer, withEvents } from "./live-tail-buffer.ts";

export type LiveTailState = "connecting" | "live" | "reconnecting" | "stopped" | "failed";

interface LiveTailInput {
  functionName: string;
  filter?: string;
  logStreamName?: string;
  onFilterRefused(message: string | null): void;
}

/** However many lines come, the page is drawn anew this often at most. Not per frame: hidden pages have no frames, and lines would pile up. */
const DRAWING_PAUSE_MS = 30;

/** Follows a function's log from now on; after a cut it resumes where it was. Lines are shown together after a short pause. */
export function useLiveTail({ functionName, filter, logStreamName, onFilterRefused }: LiveTailInput) {
  const [running, setRunning] = useState(true);
  const [state, setState] = useState<LiveTailState>("connecting");
  const [error, setError] = useState<string | null>(null);
  const [buffer, setBuffer] = useState<LiveTailBuffer>(EMPTY_BUFFER);
  const wantedStream = useRef(logStreamName);
  wantedStream.current = logStreamName;

  useEffect(() => {
    if (!running) {
      setState((current) => (current === "failed" ? current : "stopped"));
      return;
    }
    setState("connecting");
    setError(null);
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
          if (wantedStream.current !== undefined && data.logStreamName !== wantedStream.current) return;
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
          setRunning(false);
          if (filter !== undefined && code === "InvalidParameterValue") onFilterRefused(message);
          else setError(message);
        },
        onComplete: () => {
          setState("stopped");
          setRunning(false);
        },
      },
    );
    return () => {
      subscription.unsubscribe();
      clearTimeout(timer);
    };
  }, [running, functionName, filter, onFilterRefused]);

  // Another filter is another question: what was shown answers the former one, and a refused filter must not stay stopped.
  const asked = `${functionName} ${filter ?? ""} ${logStreamName ?? ""}`;
  const lastAsked = useRef(asked);
  useEffect(() => {
    if (lastAsked.current === asked) return;
    lastAsked.current = asked;
    setBuffer(EMPTY_BUFFER);
    setRunning(true);
  }, [asked]);

  return {
    state,
    error,
    running,
    ...buffer,
    start: () => setRunning(true),
    stop: () => setRunning(false),
    clear: () => setBuffer(EMPTY_BUFFER),
  };
}
