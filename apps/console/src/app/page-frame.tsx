import type { AppLayoutProps } from "@cloudscape-design/components/app-layout";
import { type ReactNode, useEffect, useId, useLayoutEffect, useSyncExternalStore } from "react";
import type { HelpId } from "../help/help-topics.tsx";

export interface Crumb {
  text: string;
  href: string;
}

/** What a page asks of the one layout around it. */
export interface Frame {
  /** From the top; the last one is the page itself. */
  breadcrumbs: readonly Crumb[];
  /** The help topic that the info drawer shows until an Info link asks for another. */
  help?: HelpId;
  /** List pages show the side navigation; a function's page gives the room to the function. */
  navigationOpenByDefault?: boolean;
  contentType?: AppLayoutProps.ContentType;
  splitPanel?: ReactNode;
}

const EMPTY: Frame = { breadcrumbs: [] };
let owner: string | null = null;
let frame: Frame = EMPTY;
const listeners = new Set<() => void>();

function set(nextOwner: string | null, next: Frame): void {
  owner = nextOwner;
  frame = next;
  for (const listener of listeners) listener();
}

/** Puts a page into the layout. Exactly one is on screen at a time. */
export function PageFrame({ children, ...props }: Frame & { children: ReactNode }) {
  const id = useId();
  const { breadcrumbs, help, navigationOpenByDefault, contentType, splitPanel } = props;
  // Pages build their breadcrumbs while rendering: compare what they say, not which array says it.
  const crumbs = JSON.stringify(breadcrumbs);
  useLayoutEffect(() => {
    set(id, { breadcrumbs: JSON.parse(crumbs) as Crumb[], help, navigationOpenByDefault, contentType, splitPanel });
  }, [id, crumbs, help, navigationOpenByDefault, contentType, splitPanel]);
  useLayoutEffect(() => () => void (owner === id && set(null, EMPTY)), [id]);
  useEffect(() => {
    const titles = (JSON.parse(crumbs) as Crumb[]).map(({ text }) => text).reverse();
    document.title = [...titles.filter((title) => title !== "Lambent"), "Lambent"].join(" | ");
  }, [crumbs]);
  return children;
}

export function useFrame(): Frame {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => frame,
  );
}
