import { useEffect, useState } from "react";

/** Seconds since a run began, counting on. Not announced: a screen reader hears the beginning and the end. */
export function ElapsedTime({ sinceMs }: { sinceMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span className="tabular-nums">{(Math.max(0, nowMs - sinceMs) / 1_000).toFixed(1)} s</span>;
}
