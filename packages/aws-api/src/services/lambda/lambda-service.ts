import { errorTypeRegistries } from "@aws-sdk/client-lambda";
import type { Ports } from "@lambent/lambda";
import { restJson1 } from "../../protocol/rest-json.ts";
import type { AwsService } from "../../service.ts";
import { codeDownload } from "./code-download.ts";
import { LAMBDA_ERRORS } from "./errors.ts";
import { NOT_OFFERED } from "./not-offered.ts";
import createFunction from "./operations/create-function.ts";
import deleteFunction from "./operations/delete-function.ts";
import deleteFunctionConcurrency from "./operations/delete-function-concurrency.ts";
import getAccountSettings from "./operations/get-account-settings.ts";
import getFunction from "./operations/get-function.ts";
import getFunctionCodeSigningConfig from "./operations/get-function-code-signing-config.ts";
import getFunctionConcurrency from "./operations/get-function-concurrency.ts";
import getFunctionConfiguration from "./operations/get-function-configuration.ts";
import invoke from "./operations/invoke.ts";
import invokeWithResponseStream from "./operations/invoke-with-response-stream.ts";
import listFunctions from "./operations/list-functions.ts";
import listTags from "./operations/list-tags.ts";
import putFunctionConcurrency from "./operations/put-function-concurrency.ts";
import tagResource from "./operations/tag-resource.ts";
import untagResource from "./operations/untag-resource.ts";
import updateFunctionCode from "./operations/update-function-code.ts";
import updateFunctionConfiguration from "./operations/update-function-configuration.ts";

/** AWS Lambda. */
export const lambdaService: AwsService<Ports> = {
  name: "Lambda",
  signingName: "lambda",
  protocol: restJson1,
  operations: [
    createFunction,
    deleteFunctionConcurrency,
    deleteFunction,
    getAccountSettings,
    getFunctionCodeSigningConfig,
    getFunctionConcurrency,
    getFunctionConfiguration,
    getFunction,
    invokeWithResponseStream,
    invoke,
    listFunctions,
    listTags,
    putFunctionConcurrency,
    tagResource,
    untagResource,
    updateFunctionCode,
    updateFunctionConfiguration,
    ...NOT_OFFERED,
  ],
  errorSchemas: errorTypeRegistries,
  errors: LAMBDA_ERRORS,
  download: codeDownload,
};
