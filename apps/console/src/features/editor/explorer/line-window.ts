import { type RefObject, useLayoutEffect, useState } from "react";

/** Lines drawn above and below those in view, so that a fast scroll shows no gap. */
const SPARE_LINES = 12;

/** The part of a long list that is in view: what is outside costs no element. */
export function useLineWindow(scroller: RefObject<HTMLElement | null>, lineCount: number, lineHeightPx: number) {
  const [view, setView] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller]);
  const first = Math.max(0, Math.floor(view.top / lineHeightPx) - SPARE_LINES);
  const last = Math.min(lineCount, Math.ceil((view.top + view.height) / lineHeightPx) + SPARE_LINES);
  return { first, last };
}
