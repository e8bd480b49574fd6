import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useDarkMode } from "../../app/theme.ts";
import type { JsonEditorHandle } from "./mount-json-editor.ts";

interface JsonEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** Ctrl+Enter in the editor. */
  onRun?: () => void;
  label: string;
  invalid: boolean;
  /** Id of the text that says what is wrong. */
  describedBy?: string;
  heightPx?: number;
  /** Set while the editor is on the screen. */
  handle: { current: JsonEditorHandle | null };
}

/** A JSON text in the code editor, which is loaded when one is first shown. */
export function JsonEditor(props: JsonEditorProps) {
  const { value, label, invalid, describedBy, heightPx = 280, handle } = props;
  const dark = useDarkMode();
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const [phase, setPhase] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt mounts the editor anew
  useEffect(() => {
    let mounted: JsonEditorHandle | null = null;
    let gone = false;
    import("./mount-json-editor.ts").then(
      ({ mountJsonEditor }) => {
        if (gone || host.current === null) return;
        mounted = mountJsonEditor(host.current, {
          value: latest.current.value,
          label: latest.current.label,
          onChange: (text) => latest.current.onChange(text),
          onRun: () => latest.current.onRun?.(),
        });
        handle.current = mounted;
        setPhase("ready");
      },
      () => !gone && setPhase("failed"),
    );
    return () => {
      gone = true;
      handle.current = null;
      mounted?.dispose();
    };
  }, [handle, attempt]);

  useEffect(() => {
    if (phase === "ready") handle.current?.setValue(value);
  }, [phase, value, handle]);

  useEffect(() => {
    if (phase === "ready") handle.current?.describe({ label, invalid, describedBy });
  }, [phase, label, invalid, describedBy, handle]);

  useEffect(() => {
    if (phase === "ready") handle.current?.setDark(dark);
  }, [phase, dark, handle]);

  return (
    <div
      className={`relative overflow-hidden rounded-(--radius-code-editor) border ${invalid ? "border-border-status-error" : "border-border-input-default"}`}
      style={{ height: heightPx }}
    >
      <div ref={host} className="absolute inset-0 bg-background-container-content" />
      {phase !== "ready" && (
        <div className="absolute inset-0 grid place-content-center bg-background-code-editor-loading">
          {phase === "loading" ? (
            <span role="status">
              <Spinner /> Loading the editor
            </span>
          ) : (
            <Box textAlign="center">
              <Box variant="p">The editor couldn't be loaded.</Box>
              <Button
                onClick={() => {
                  setPhase("loading");
                  setAttempt((count) => count + 1);
                }}
              >
                Retry
              </Button>
            </Box>
          )}
        </div>
      )}
    </div>
  );
}
