import type { Scope } from "@lambent/model";
import { createKnownFunctionUrls, type KnownFunctionUrls } from "./function-urls/known-function-urls.ts";
import { createPorts, type Ports, type Rooms } from "./ports.ts";
import { restoreProvisionedConcurrency } from "./restore-provisioned-concurrency.ts";
import { scopedTelemetry } from "./scoped-telemetry.ts";

/** The ports of every account and Region; store, runner and telemetry are the same for all. */
export interface ScopedPorts {
  /** At once where they have been put together already. */
  of(scope: Scope): Ports | Promise<Ports>;
  /** Of all of them. */
  readonly knownFunctionUrls: KnownFunctionUrls;
  /** Settles once nothing goes on in any of them after its answer was given. */
  close(): Promise<void>;
}

/** Scopes that are kept in memory at once; the one that was not asked for longest goes first. */
const CACHED_SCOPES_MAX = 1000;

/**
 * Puts ports together when a scope is first asked for. Each has its own definitions, concurrency and locks; those in which
 * something runs are never let go, as what runs there counts against their limits.
 * @param cachedMax for tests.
 */
export function createScopedPorts(rooms: Omit<Rooms, "scope">, cachedMax = CACHED_SCOPES_MAX): ScopedPorts {
  const knownFunctionUrls = rooms.knownFunctionUrls ?? createKnownFunctionUrls(rooms.store);
  const cache = new Map<string, Entry>();
  /** The scope that was asked for last: mostly it is asked for again. */
  let latest: Entry | undefined;

  function makeRoom(): void {
    for (const [name, { ready }] of cache) {
      if (cache.size < cachedMax) return;
      if (ready !== undefined && isAtRest(ready)) cache.delete(name);
    }
  }

  return {
    knownFunctionUrls,
    of({ accountId, region }) {
      if (latest?.ready !== undefined && isOf(latest.ready, accountId, region)) return latest.ready;
      const name = `${accountId}/${region}`;
      const known = cache.get(name);
      if (known !== undefined) {
        // The order of a Map is that of insertion: so it becomes that of use.
        cache.delete(name);
        cache.set(name, known);
        latest = known;
        return known.ready ?? known.ports;
      }
      makeRoom();
      const scope: Scope = { accountId, region };
      const ports = open({ ...rooms, knownFunctionUrls, scope, telemetry: scopedTelemetry(rooms.telemetry, scope) });
      const entry: Entry = { ports };
      cache.set(name, entry);
      latest = entry;
      ports.then(
        (ready) => {
          entry.ready = ready;
        },
        () => cache.delete(name),
      );
      return ports;
    },
    async close() {
      // Ports that could not be put together have nothing to end.
      const closings = [...cache.values()].map(({ ports }) => ports.then(({ transitions }) => transitions.close()));
      await Promise.allSettled(closings);
    },
  };
}

interface Entry {
  ports: Promise<Ports>;
  ready?: Ports;
}

const isOf = ({ scope }: Ports, accountId: string, region: string): boolean =>
  scope.accountId === accountId && scope.region === region;

async function open(rooms: Rooms): Promise<Ports> {
  const ports = await createPorts(rooms);
  await restoreProvisionedConcurrency(ports);
  return ports;
}

/** Whether nothing is lost with them that their successors couldn't read again. */
function isAtRest({ concurrency, updateLocks, transitions, provisionedVersions }: Ports): boolean {
  return concurrency.running === 0 && updateLocks.isFree() && transitions.isIdle() && provisionedVersions.size === 0;
}
