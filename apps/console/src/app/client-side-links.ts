import type { AnyRouter } from "@tanstack/react-router";

/** Addresses that the server answers itself: downloads and the like. */
const SERVER_PATHS = /^\/(api|trpc|healthz)(\/|$)/;

/**
 * Makes every plain link to a page of the console change the page without loading it anew, whichever component drew it.
 * Links that open elsewhere (modifier keys, another target, a download) are left to the browser.
 */
export function followLinksInPage(router: AnyRouter): void {
  document.addEventListener("click", (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const anchor = (event.target as Element | null)?.closest?.("a[href]");
    if (!(anchor instanceof HTMLAnchorElement)) return;
    if (anchor.target !== "" && anchor.target !== "_self") return;
    if (anchor.hasAttribute("download") || anchor.origin !== window.location.origin) return;
    if (SERVER_PATHS.test(anchor.pathname) || anchor.getAttribute("href")!.startsWith("#")) return;
    event.preventDefault();
    void router.navigate({ href: anchor.pathname + anchor.search + anchor.hash });
  });
}
