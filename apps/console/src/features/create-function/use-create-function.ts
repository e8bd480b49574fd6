import { useMutation, useQueryClient } from "@tanstack/react-query";
import { domainError } from "../../app/errors.ts";
import { useNotifications } from "../../app/notifications.tsx";
import { trpc, trpcClient } from "../../app/trpc.ts";
import { type CreateForm, type CreateFormErrors, nameTakenError } from "./create-form.ts";

/** Creates the function and says so; what is wrong with a field is given back for that field. */
export function useCreateFunction(
  onCreated: (functionName: string) => void,
  onRefused: (errors: CreateFormErrors) => void,
) {
  const queryClient = useQueryClient();
  const { notify, dismiss } = useNotifications();
  return useMutation({
    mutationFn: ({
      functionName,
      runtime,
      architecture,
      tags,
    }: CreateForm & { runtime: NonNullable<CreateForm["runtime"]> }) =>
      trpcClient.functions.create.mutate({
        functionName,
        runtime,
        architecture,
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      }),
    onMutate: ({ functionName }) => {
      notify({ id: flashId(functionName), type: "in-progress", content: `Creating the function ${functionName}.` });
    },
    onSuccess: (_created, { functionName }) => {
      notify({
        id: flashId(functionName),
        type: "success",
        content: `Successfully created the function ${functionName}. You can now change its code and configuration. To invoke your function with a test event, choose "Test".`,
      });
      void queryClient.invalidateQueries(trpc.functions.pathFilter());
      void queryClient.invalidateQueries(trpc.system.pathFilter());
      onCreated(functionName);
    },
    onError: (error, { functionName }) => {
      dismiss(flashId(functionName));
      const { code, message } = domainError(error);
      if (code === "FunctionAlreadyExists") onRefused({ functionName: nameTakenError(functionName) });
      else if (code === "RuntimeUnavailable") onRefused({ runtime: message });
      else onRefused({});
    },
  });
}

/** Whether a name is taken, asked before the form is sent. A server that doesn't answer will say so when it is. */
export async function isNameTaken(functionName: string): Promise<boolean> {
  const { items } = await trpcClient.functions.list.query({
    filter: { operation: "and", tokens: [{ property: "functionName", operator: "=", value: functionName }] },
    sort: { by: "functionName", descending: false },
    page: { index: 0, size: 100 },
  });
  // The filter ignores case, names don't.
  return items.some((item) => item.functionName === functionName);
}

const flashId = (functionName: string) => `create-function:${functionName}`;
