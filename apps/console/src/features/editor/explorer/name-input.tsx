import { useEffect, useId, useRef, useState } from "react";
import type { ExplorerActions } from "./explorer-actions.ts";

interface NameInputProps {
  label: string;
  initial: string;
  actions: ExplorerActions;
  /** Called when typing ended and the tree should have the focus again. */
  onDone(): void;
}

/** A name typed in its place in the tree: Enter takes it, Escape gives up, leaving the field takes what is valid. */
export function NameInput({ label, initial, actions, onDone }: NameInputProps) {
  const [name, setName] = useState(initial);
  const input = useRef<HTMLInputElement>(null);
  const messageId = useId();
  const problem = name === "" || name === initial ? undefined : actions.problemWithName(name);
  useEffect(() => {
    const dot = initial.lastIndexOf(".");
    input.current?.focus();
    input.current?.setSelectionRange(0, dot > 0 ? dot : initial.length); // the extension mostly stays
  }, [initial]);
  return (
    <span className="relative flex-1">
      <input
        ref={input}
        value={name}
        spellCheck={false}
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : messageId}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          if (name === "" || !actions.finishNaming(name)) actions.cancelNaming();
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") {
            actions.cancelNaming();
            onDone();
          } else if (event.key === "Enter" && name !== "" && actions.finishNaming(name)) onDone();
        }}
        className="h-5.5 w-full rounded border border-border-input-focused bg-background-input-default px-1 font-[inherit] text-[length:inherit] text-text-body-default outline-none aria-invalid:border-border-status-error"
      />
      {problem !== undefined && (
        <span
          id={messageId}
          role="alert"
          className="absolute inset-x-0 top-full z-10 rounded-b border border-border-status-error bg-background-status-error px-1 py-0.5 text-xs whitespace-normal text-text-status-error"
        >
          {problem}
        </span>
      )}
    </span>
  );
}
