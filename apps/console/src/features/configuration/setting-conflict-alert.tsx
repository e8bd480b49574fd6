import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";
import type { SettingConflict } from "./setting-conflict.ts";

interface SettingConflictAlertProps {
  conflicts: readonly SettingConflict[];
  onKeepMine?: () => void;
  onTakeSaved?: () => void;
}

/** Both sides of a change that two people made at once; nothing was saved yet. */
export function SettingConflictAlert({ conflicts, onKeepMine, onTakeSaved }: SettingConflictAlertProps) {
  const alert = useRef<AlertProps.Ref>(null);
  useEffect(() => alert.current?.focus(), []);
  return (
    <Alert
      ref={alert}
      type="warning"
      statusIconAriaLabel="Warning"
      header="These settings were changed elsewhere since you opened this page"
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button formAction="none" onClick={onTakeSaved}>
            Use saved values
          </Button>
          <Button formAction="none" onClick={onKeepMine}>
            Save mine
          </Button>
        </SpaceBetween>
      }
    >
      <p className="mt-0">Your changes aren't saved yet. Choose which values to keep.</p>
      <table className="border-collapse text-start">
        <thead>
          <tr>
            {["Setting", "Saved", "Yours"].map((heading) => (
              <th key={heading} scope="col" className="pe-8 text-start font-bold">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ label, saved, mine }) => (
            <tr key={label}>
              <th scope="row" className="pe-8 text-start font-normal">
                {label}
              </th>
              <td className="pe-8">{saved}</td>
              <td>{mine}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Alert>
  );
}
