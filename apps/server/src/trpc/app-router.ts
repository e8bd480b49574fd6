import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { settings as accountSettings } from "./account/settings.ts";
import { deploy } from "./code/deploy.ts";
import { files } from "./code/files.ts";
import { readFile } from "./code/read-file.ts";
import { discard } from "./drafts/discard.ts";
import { get as getDraft } from "./drafts/get.ts";
import { save as saveDraft } from "./drafts/save.ts";
import { create } from "./functions/create.ts";
import { deleteMany } from "./functions/delete.ts";
import { deleteConcurrency } from "./functions/delete-concurrency.ts";
import { get as getFunction } from "./functions/get.ts";
import { getConcurrency } from "./functions/get-concurrency.ts";
import { list as listFunctions } from "./functions/list.ts";
import { putConcurrency } from "./functions/put-concurrency.ts";
import { replaceTags } from "./functions/set-tags.ts";
import { tagKeys } from "./functions/tag-keys.ts";
import { updateConfiguration } from "./functions/update-configuration.ts";
import { get as getInvocation } from "./invocations/get.ts";
import { invoke } from "./invocations/invoke.ts";
import { list as listInvocations } from "./invocations/list.ts";
import { deleteGroup } from "./logs/delete-group.ts";
import { follow } from "./logs/follow.ts";
import { query as queryLogs } from "./logs/query.ts";
import { streams } from "./logs/streams.ts";
import { query as queryMetrics } from "./metrics/query.ts";
import { router } from "./operation.ts";
import { info } from "./system/info.ts";
import { remove as deleteTestEvent } from "./test-events/delete.ts";
import { list as listTestEvents } from "./test-events/list.ts";
import { save as saveTestEvent } from "./test-events/save.ts";

/** Everything that the console can ask for. */
export const appRouter = router({
  system: router({ info }),
  account: router({ settings: accountSettings }),
  functions: router({
    list: listFunctions,
    tagKeys,
    get: getFunction,
    create,
    delete: deleteMany,
    updateConfiguration,
    setTags: replaceTags,
    getConcurrency,
    putConcurrency,
    deleteConcurrency,
  }),
  code: router({ files, readFile, deploy }),
  drafts: router({ get: getDraft, save: saveDraft, discard }),
  testEvents: router({ list: listTestEvents, save: saveTestEvent, delete: deleteTestEvent }),
  invocations: router({ invoke, list: listInvocations, get: getInvocation }),
  logs: router({ query: queryLogs, streams, follow, deleteGroup }),
  metrics: router({ query: queryMetrics }),
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
export type { Fault } from "../errors/fault.ts";
