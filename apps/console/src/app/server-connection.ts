import { useSyncExternalStore } from "react";

/** Time between two looks whether the server is back, in ms. */
const PROBE_INTERVAL_MS = 1_500;

/** Knows whether the server answers, and while it doesn't, keeps asking `/healthz` until it does. */
class ServerConnection {
  #reachable = true;
  #probe: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #restored = new Set<() => void>();

  get reachable(): boolean {
    return this.#reachable;
  }

  lost(): void {
    if (!this.#reachable) return;
    this.#set(false);
    this.#scheduleProbe();
  }

  confirmed(): void {
    if (this.#reachable) return;
    clearTimeout(this.#probe);
    this.#set(true);
    for (const listener of this.#restored) listener();
  }

  onRestored(listener: () => void): void {
    this.#restored.add(listener);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #scheduleProbe(): void {
    this.#probe = setTimeout(() => void this.#ask(), PROBE_INTERVAL_MS);
  }

  async #ask(): Promise<void> {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) this.confirmed();
    else if (!this.#reachable) this.#scheduleProbe();
  }

  #set(reachable: boolean): void {
    this.#reachable = reachable;
    for (const listener of this.#listeners) listener();
  }
}

export const serverConnection = new ServerConnection();

export function useServerReachable(): boolean {
  return useSyncExternalStore(serverConnection.subscribe, () => serverConnection.reachable);
}
