import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import {
  ENVIRONMENT_LIMIT_BYTES,
  type EnvironmentVariableRow,
  environmentSizeBytes,
  environmentVariableIssues,
  type FunctionConfiguration,
  parseDotEnv,
} from "@lambent/model";
import { type ClipboardEvent, useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import { EditForm, useLeave } from "./edit-page.tsx";
import { dropBlankRows, mergeRows, rowsOf, variablesOf } from "./environment-variable-rows.ts";
import { ImportVariablesModal } from "./import-variables-modal.tsx";
import { changedSettings } from "./setting-conflict.ts";
import { useSaveConfiguration } from "./use-save-configuration.ts";

/** All environment variables of a function, edited and saved together. */
export function EnvironmentVariablesEditor({ configuration }: { configuration: FunctionConfiguration }) {
  const [base, setBase] = useState(configuration);
  const [rows, setRows] = useState<readonly EnvironmentVariableRow[]>(() => rowsOf(configuration.environmentVariables));
  const [checkAll, setCheckAll] = useState(false);
  const [checkedKeys, setCheckedKeys] = useState<ReadonlySet<string>>(new Set());
  const [importing, setImporting] = useState(false);

  const filled = dropBlankRows(rows);
  const dirty = JSON.stringify(filled) !== JSON.stringify(rowsOf(base.environmentVariables));
  const leave = useLeave(base.functionName, dirty, "envVars");
  const { save, saving, error, conflict, dismissConflict } = useSaveConfiguration(base.functionName, leave);

  const issues = environmentVariableIssues(rows);
  const issueOf = (row: number) => {
    const { key, value } = rows[row] ?? { key: "", value: "" };
    if (key === "" && value === "") return undefined; // an unused row is left out on saving
    return checkAll || checkedKeys.has(key) ? issues.find((issue) => issue.row === row)?.message : undefined;
  };
  const sizeIssue = issues.find(({ row }) => row === null)?.message;
  const setRow = (row: number, change: Partial<EnvironmentVariableRow>) =>
    setRows((current) => current.map((one, index) => (index === row ? { ...one, ...change } : one)));
  const merge = (added: readonly EnvironmentVariableRow[]) => {
    setRows((current) => mergeRows(current, added));
    setCheckedKeys((keys) => new Set([...keys, ...added.map(({ key }) => key)]));
  };

  const submit = () => {
    setCheckAll(true);
    setRows(filled);
    if (environmentVariableIssues(filled).length > 0) return false;
    const patch = changedSettings(base, { environmentVariables: variablesOf(filled) });
    if (Object.keys(patch).length === 0) leave();
    else void save(base, patch);
    return true;
  };

  /** Several lines of KEY=value pasted into a field become rows of their own. */
  const pasteVariables = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain").trim();
    const { rows: pasted, problems } = parseDotEnv(text);
    if (!text.includes("\n") || pasted.length < 2 || problems.length > 0) return;
    event.preventDefault();
    merge(pasted);
  };

  return (
    <EditForm
      saving={saving}
      error={error ?? (checkAll ? sizeIssue : undefined)}
      conflict={conflict}
      onTakeSaved={() => {
        if (conflict === null) return;
        setBase(conflict.latest);
        setRows(rowsOf(conflict.latest.environmentVariables));
        dismissConflict();
      }}
      onSubmit={submit}
      leave={leave}
    >
      <Container
        header={
          <Header
            variant="h2"
            description="Settings that your code reads from its environment, kept encrypted on disk. They reach the code with its next invocation, without a deploy."
            actions={
              <Button formAction="none" iconName="upload" onClick={() => setImporting(true)}>
                Import .env
              </Button>
            }
          >
            Environment variables
          </Header>
        }
        footer={<SizeMeter sizeBytes={environmentSizeBytes(variablesOf(filled))} issue={sizeIssue} />}
      >
        <div onPaste={pasteVariables}>
          <AttributeEditor
            items={rows}
            addButtonText="Add environment variable"
            removeButtonText="Remove"
            removeButtonAriaLabel={({ key }) => (key === "" ? "Remove variable" : `Remove ${key}`)}
            empty="This function has no environment variables."
            onAddButtonClick={() => setRows((current) => [...current, { key: "", value: "" }])}
            onRemoveButtonClick={({ detail }) =>
              setRows((current) => current.filter((_, index) => index !== detail.itemIndex))
            }
            definition={[
              {
                label: "Key",
                errorText: (_, row) => issueOf(row),
                control: ({ key }, row) => (
                  <Input
                    value={key}
                    spellcheck={false}
                    autoComplete={false}
                    invalid={issueOf(row) !== undefined}
                    onChange={({ detail }) => setRow(row, { key: detail.value })}
                    onBlur={() => key !== "" && afterPress(() => setCheckedKeys((keys) => new Set(keys).add(key)))}
                  />
                ),
              },
              {
                label: "Value",
                control: ({ value }, row) => (
                  <Input
                    value={value}
                    spellcheck={false}
                    autoComplete={false}
                    onChange={({ detail }) => setRow(row, { value: detail.value })}
                  />
                ),
              },
            ]}
          />
        </div>
      </Container>
      {importing && (
        <ImportVariablesModal
          known={rows}
          onDismiss={() => setImporting(false)}
          onImport={(imported) => {
            merge(imported);
            setImporting(false);
          }}
        />
      )}
    </EditForm>
  );
}

function SizeMeter({ sizeBytes, issue }: { sizeBytes: number; issue: string | undefined }) {
  const percent = Math.min(100, (100 * sizeBytes) / ENVIRONMENT_LIMIT_BYTES);
  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw a native meter in colours of their own, too bright in dark mode */}
      <div
        role="meter"
        aria-label="Size of all environment variables"
        aria-valuemin={0}
        aria-valuemax={ENVIRONMENT_LIMIT_BYTES}
        aria-valuenow={Math.min(sizeBytes, ENVIRONMENT_LIMIT_BYTES)}
        aria-valuetext={`${sizeBytes} of ${ENVIRONMENT_LIMIT_BYTES} bytes`}
        className="h-1.5 w-40 overflow-hidden rounded-full bg-background-progress-bar-default"
      >
        <div
          className={`h-full rounded-full ${issue === undefined ? "bg-background-progress-bar-value-default" : "bg-text-status-error"}`}
          style={{ width: `${percent}%` }}
        />
      </div>
      <Box color={issue === undefined ? "text-body-secondary" : "text-status-error"}>
        {sizeBytes} of {ENVIRONMENT_LIMIT_BYTES} bytes
      </Box>
    </div>
  );
}
