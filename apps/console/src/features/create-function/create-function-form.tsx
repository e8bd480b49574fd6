import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import type { SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import { domainError } from "../../app/errors.ts";
import { InfoLink } from "../../app/info-link.tsx";
import { systemInfoQuery } from "../../app/system-info.ts";
import { useUnsavedChanges } from "../../app/unsaved-changes.tsx";
import { functionPath } from "../functions/functions-table.columns.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { useTutorialSignal } from "../tutorial/tutorial-progress.ts";
import { AdditionalSection } from "./additional-section.tsx";
import { ArchitectureField } from "./architecture-field.tsx";
import {
  type CreateForm,
  type CreateFormErrors,
  createFormErrors,
  defaultRuntime,
  EMPTY_FORM,
  fittingArchitecture,
  functionNameError,
  isRunnable,
  NAME_CONSTRAINT,
  nameTakenError,
} from "./create-form.ts";
import { PermissionsSection } from "./permissions-section.tsx";
import { RuntimeField } from "./runtime-field.tsx";
import { isNameTaken, useCreateFunction } from "./use-create-function.ts";

/** Author from scratch. */
export function CreateFunctionForm() {
  const router = useRouter();
  const info = useQuery(systemInfoQuery);
  const runtimes = info.data?.runtimes ?? [];
  const [edited, setEdited] = useState<CreateForm>(EMPTY_FORM);
  const [errors, setErrors] = useState<CreateFormErrors>({});
  const [policyShown, setPolicyShown] = useState(false);
  const [additionalShown, setAdditionalShown] = useState(false);
  const nameRef = useRef<InputProps.Ref>(null);
  const runtimeRef = useRef<SelectProps.Ref>(null);

  const runtime = edited.runtime ?? defaultRuntime(runtimes);
  const form = { ...edited, runtime, architecture: fittingArchitecture(runtimes, runtime, edited.architecture) };
  const dirty = edited.functionName !== "" || edited.tags.length > 0;
  const { allowLeave } = useUnsavedChanges(dirty);

  const showErrors = (found: CreateFormErrors) => {
    setErrors(found);
    if (found.tags !== undefined) setAdditionalShown(true);
    if (found.functionName !== undefined) nameRef.current?.focus();
    else if (found.runtime !== undefined) runtimeRef.current?.focus();
  };
  const creation = useCreateFunction((functionName) => {
    allowLeave();
    void router.navigate({ href: functionPath(functionName, "code") });
  }, showErrors);

  useFormSignals({
    nameAccepted: functionNameError(form.functionName) === undefined && errors.functionName === undefined,
    runtimeAccepted: fitsTutorial(form.runtime, runtimes),
    policyShown,
  });

  const change = (part: Partial<CreateForm>) => {
    setEdited({ ...edited, ...part });
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  };

  const checkName = async () => {
    const { functionName } = form;
    if (functionName === "") return;
    const error = functionNameError(functionName);
    if (error !== undefined) return setErrors((before) => ({ ...before, functionName: error }));
    const taken = await isNameTaken(functionName).catch(() => false);
    if (taken && nameRef.current !== null) {
      setErrors((before) => ({ ...before, functionName: nameTakenError(functionName) }));
    }
  };

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (creation.isPending) return;
    const found = createFormErrors(form, runtimes);
    if (Object.keys(found).length > 0 || form.runtime === null) return showErrors(found);
    setErrors({});
    creation.mutate({ ...form, runtime: form.runtime });
  };

  const failure =
    creation.isError && Object.keys(errors).length === 0 ? domainError(creation.error).message : undefined;

  return (
    <form onSubmit={submit} noValidate>
      <Form
        errorText={failure}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="link"
              formAction="none"
              onClick={() => {
                allowLeave();
                void router.navigate({ href: "/functions" });
              }}
            >
              Cancel
            </Button>
            <TutorialHotspot id="create.submit" direction="top">
              <Button variant="primary" loading={creation.isPending} loadingText="Creating the function">
                Create function
              </Button>
            </TutorialHotspot>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <Container
            header={
              <Header
                variant="h2"
                description="Start with a simple Hello World example."
                info={<TutorialHotspot id="create.scratch" direction="right" />}
              >
                Author from scratch
              </Header>
            }
          >
            <SpaceBetween size="l">
              <FormField
                label="Function name"
                info={<InfoLink helpId="function-name" label="function name" />}
                description="A name that says what the function is for."
                constraintText={NAME_CONSTRAINT}
                errorText={errors.functionName}
              >
                <TutorialHotspot id="create.name" layout="block" direction="right">
                  <Input
                    ref={nameRef}
                    value={edited.functionName}
                    placeholder="myFunctionName"
                    autoFocus
                    autoComplete={false}
                    spellcheck={false}
                    onChange={({ detail }) => change({ functionName: detail.value })}
                    onBlur={() => afterPress(() => void checkName())}
                  />
                </TutorialHotspot>
              </FormField>
              <RuntimeField
                runtime={form.runtime}
                error={errors.runtime}
                selectRef={runtimeRef}
                onChange={(chosen) => change({ runtime: chosen, architecture: form.architecture })}
              />
              <ArchitectureField
                architecture={form.architecture}
                runtime={form.runtime}
                runtimes={runtimes}
                error={errors.architecture}
                onChange={(architecture) => change({ architecture })}
              />
            </SpaceBetween>
          </Container>
          <PermissionsSection
            functionName={form.functionName}
            scope={info.data?.scope}
            policyShown={policyShown}
            onPolicyShownChange={setPolicyShown}
          />
          <AdditionalSection
            tags={edited.tags}
            error={errors.tags}
            expanded={additionalShown}
            onExpandedChange={setAdditionalShown}
            onTagsChange={(tags) => change({ tags })}
          />
        </SpaceBetween>
      </Form>
    </form>
  );
}

/** The tutorial's runtimes; any, where neither runs. */
function fitsTutorial(runtime: CreateForm["runtime"], runtimes: Parameters<typeof isRunnable>[0]): boolean {
  if (runtime === null) return false;
  const taught = (["nodejs20.x", "python3.12"] as const).filter((id) => isRunnable(runtimes, id));
  return taught.length === 0 || taught.some((id) => id === runtime);
}

/** Tells the tutorial how far the form is, and that it was left. */
function useFormSignals(state: { nameAccepted: boolean; runtimeAccepted: boolean; policyShown: boolean }): void {
  const signal = useTutorialSignal();
  const { nameAccepted, runtimeAccepted, policyShown } = state;
  useEffect(
    () => signal({ type: "createForm", form: { open: true, nameAccepted, runtimeAccepted, policyShown } }),
    [signal, nameAccepted, runtimeAccepted, policyShown],
  );
  useEffect(
    () => () =>
      signal({
        type: "createForm",
        form: { open: false, nameAccepted: false, runtimeAccepted: false, policyShown: false },
      }),
    [signal],
  );
}
