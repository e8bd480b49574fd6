import type { Plugin } from "vite";

const MODULE = /app-layout\/visual-refresh-toolbar\/drawer\/feature-notifications-drawer-content(\.js)?$/;

/**
 * The layout component brings a drawer for release announcements of its vendor's own consoles, and with it a drag-and-drop
 * library. Nothing here can open it: leaving it out saves about 15 kB of every first load. Should the component change,
 * the build fails for a missing export rather than the page.
 */
export function withoutFeatureNotifications(): Plugin {
  const empty = "\0without-feature-notifications";
  return {
    name: "lambent-without-feature-notifications",
    enforce: "pre",
    apply: "build",
    resolveId(id) {
      return id.endsWith("drawer/feature-notifications-drawer-content") || MODULE.test(id) ? empty : undefined;
    },
    load(id) {
      if (id !== empty) return undefined;
      return "export const RuntimeContentPart = () => null; export default RuntimeContentPart;";
    },
  };
}
