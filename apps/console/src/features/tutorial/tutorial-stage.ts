import { useSyncExternalStore } from "react";

/**
 * Which steps may show their mark now. The annotation component chooses its step by itself: when the one that it shows
 * leaves the page it takes the nearest that is there. We steer it by what is there.
 */
interface Stage {
  /** The step that is shown or waits to be shown. */
  viewed: number;
  /** While set, only this step exists, off stage: the component then moves to it. */
  steeringTo: number | null;
  /** Marks that are on the page at present. */
  mounted: ReadonlySet<string>;
}

let stage: Stage = { viewed: 0, steeringTo: null, mounted: new Set() };
const listeners = new Set<() => void>();

function set(change: Partial<Stage>): void {
  stage = { ...stage, ...change };
  for (const listener of listeners) listener();
}

export const tutorialStage = {
  steerTo(step: number): void {
    set({ viewed: step, steeringTo: step });
  },
  /** The component moved, by our steering or by itself. */
  movedTo(step: number): void {
    set({ viewed: step, steeringTo: null });
  },
  mount(hotspotId: string): void {
    set({ mounted: new Set([...stage.mounted, hotspotId]) });
  },
  unmount(hotspotId: string): void {
    const mounted = new Set(stage.mounted);
    mounted.delete(hotspotId);
    set({ mounted });
  },
  current: (): Stage => stage,
};

export function useTutorialStage(): Stage {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => stage,
  );
}
