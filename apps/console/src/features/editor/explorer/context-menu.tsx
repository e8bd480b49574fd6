import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";

export interface MenuItem {
  label: string;
  /** Shown at the end of the line, for instance "F2". */
  shortcut?: string;
  run(): void;
}

interface ContextMenuProps {
  label: string;
  /** Where it opens, in the window. */
  at: { x: number; y: number };
  items: readonly MenuItem[];
  onClose(): void;
}

/** A menu at the pointer. Closes on Escape, Tab and any click elsewhere, and gives the focus back. */
export function ContextMenu({ label, at, items, onClose }: ContextMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const box = menu.current!.getBoundingClientRect();
    menu.current!.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - box.width - 4))}px`;
    menu.current!.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - box.height - 4))}px`;
    menu.current!.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    return () => {
      if (opener instanceof HTMLElement && menu.current?.contains(document.activeElement) !== false) opener.focus();
    };
  }, [at]);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener("pointerdown", onPointerDown, true);
    window.addEventListener("blur", onClose);
    return () => {
      window.removeEventListener("pointerdown", onPointerDown, true);
      window.removeEventListener("blur", onClose);
    };
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...menu.current!.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const index = entries.indexOf(document.activeElement as HTMLElement);
    const goTo: Record<string, number> = {
      ArrowDown: (index + 1) % entries.length,
      ArrowUp: (index - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    const target = goTo[event.key];
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (target !== undefined) entries[target]?.focus();
    else return;
    event.preventDefault();
  };
  return createPortal(
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="fixed z-[6000] min-w-44 rounded-lg border border-border-dropdown-container bg-background-dropdown-item-default py-1 text-sm text-text-body-default shadow-dropdown"
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose();
            item.run();
          }}
          className="flex w-full cursor-pointer justify-between gap-6 bg-transparent px-3 py-1 text-start font-[inherit] text-inherit hover:bg-background-dropdown-item-hover focus:bg-background-dropdown-item-hover focus:outline-none"
        >
          {item.label}
          {item.shortcut !== undefined && <span className="text-text-body-secondary">{item.shortcut}</span>}
        </button>
      ))}
    </div>,
    document.body,
  );
}
