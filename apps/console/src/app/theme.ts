import { applyDensity, applyMode, Density, Mode } from "@cloudscape-design/global-styles";
import { useSyncExternalStore } from "react";
import { readStored, useStored } from "./stored-value.ts";

export interface Appearance {
  mode: "light" | "dark" | "system";
  density: "comfortable" | "compact";
}

/** Also read by the inline script of index.html, before the first paint. */
const KEY = "lambent.appearance";
const INITIAL: Appearance = { mode: "system", density: "comfortable" };
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

/** What the person chose, and how to change it. */
export function useAppearance(): [Appearance, (change: Partial<Appearance>) => void] {
  const [appearance, setAppearance] = useStored<Appearance>(KEY, INITIAL);
  return [
    appearance,
    (change) => {
      const next = { ...appearance, ...change };
      setAppearance(next);
      apply(next);
    },
  ];
}

/** True while the page is dark, by choice or because the system is; the code editor follows it. */
export function useDarkMode(): boolean {
  return useSyncExternalStore(subscribeToMode, () => document.body.classList.contains("awsui-dark-mode"));
}

/** Applies what was saved and follows the system's and other tabs' changes. */
export function startTheme(): void {
  const applySaved = () => apply(readStored<Appearance>(KEY) ?? INITIAL);
  applySaved();
  prefersDark.addEventListener("change", applySaved);
  window.addEventListener("storage", (event) => event.key === KEY && applySaved());
}

function apply({ mode, density }: Appearance): void {
  const dark = mode === "dark" || (mode !== "light" && prefersDark.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  applyMode(dark ? Mode.Dark : Mode.Light, document.documentElement);
  applyDensity(density === "compact" ? Density.Compact : Density.Comfortable);
}

function subscribeToMode(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}
