import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type FunctionConcurrency, reservableConcurrency } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import {
  type ConcurrencyForm,
  concurrencyForm,
  concurrencyIssue,
  concurrencyOf,
  unreservedAfter,
} from "./concurrency-form.ts";
import { EditForm, useLeave } from "./edit-page.tsx";
import { accountSettingsQuery } from "./queries.ts";
import { sameConcurrency, useSaveConcurrency } from "./use-save-concurrency.ts";

interface ConcurrencyEditorProps {
  functionName: string;
  concurrency: FunctionConcurrency;
}

/** How many invocations of a function may run at once: a number of its own, or whatever the account has left. */
export function ConcurrencyEditor({ functionName, concurrency }: ConcurrencyEditorProps) {
  const [base, setBase] = useState(concurrency);
  const [form, setForm] = useState(() => concurrencyForm(concurrency));
  const [checked, setChecked] = useState(false);
  const unreserved = useQuery(accountSettingsQuery()).data?.accountLimit.unreservedConcurrentExecutions;

  const wanted = concurrencyOf(form);
  const dirty = !sameConcurrency(base, wanted);
  const leave = useLeave(functionName, dirty, "concurrency");
  const { save, saving, error, conflict, dismissConflict } = useSaveConcurrency(functionName, leave);
  const issue = concurrencyIssue(form, base, unreserved);
  const set = (change: Partial<ConcurrencyForm>) => setForm((current) => ({ ...current, ...change }));

  const submit = () => {
    setChecked(true);
    if (issue !== undefined) return false;
    if (dirty) void save(base, wanted);
    else leave();
    return true;
  };

  return (
    <EditForm
      saving={saving}
      error={error}
      conflict={conflict}
      onTakeSaved={() => {
        if (conflict === null) return;
        setBase(conflict.latest);
        setForm(concurrencyForm(conflict.latest));
        dismissConflict();
      }}
      onSubmit={submit}
      leave={leave}
    >
      <Container
        header={
          <Header
            variant="h2"
            description="How many invocations of the function run at the same time. Those that find no room are throttled."
          >
            Concurrency
          </Header>
        }
      >
        <SpaceBetween size="l">
          <FormField label="Function concurrency">
            <RadioGroup
              value={form.reserve ? "reserve" : "unreserved"}
              items={[
                {
                  value: "unreserved",
                  label: "Use unreserved account concurrency",
                  description: `Shared with all functions that reserve nothing${unreserved === undefined ? "." : `: ${unreserved} at present.`}`,
                },
                {
                  value: "reserve",
                  label: "Reserve concurrency",
                  description: "Always there for this function, and the most that it can have.",
                },
              ]}
              onChange={({ detail }) => set({ reserve: detail.value === "reserve" })}
            />
          </FormField>
          {form.reserve && (
            <FormField
              label="Reserved concurrency"
              constraintText={constraintText(form, base, unreserved)}
              errorText={checked ? issue : undefined}
              warningText={
                wanted.reservedConcurrentExecutions === 0
                  ? "With 0, every invocation of this function is throttled."
                  : undefined
              }
            >
              <div className="w-28">
                <Input
                  type="number"
                  inputMode="numeric"
                  value={form.reserved}
                  onChange={({ detail }) => set({ reserved: detail.value })}
                  onBlur={() => form.reserved !== "" && afterPress(() => setChecked(true))}
                />
              </div>
            </FormField>
          )}
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

function constraintText(form: ConcurrencyForm, base: FunctionConcurrency, unreserved: number | undefined): string {
  if (unreserved === undefined) return "A whole number.";
  const range = `0 to ${reservableConcurrency(unreserved, base)}.`;
  const left = unreservedAfter(form, base, unreserved);
  return left === null ? range : `${range} ${left} would stay unreserved for the other functions.`;
}
