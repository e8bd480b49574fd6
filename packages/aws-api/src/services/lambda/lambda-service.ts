import { errorTypeRegistries } from "@aws-sdk/client-lambda";
import { resourceTagKeys } from "@lambent/access";
import { functionTagsOf, type Ports, resourcePolicyOf } from "@lambent/lambda";
import { restJson1 } from "../../protocol/rest-json.ts";
import type { AwsService } from "../../service.ts";
import { codeDownload } from "./code-download.ts";
import { LAMBDA_ERRORS } from "./errors.ts";
import { layerDownload } from "./layer-download.ts";
import { NOT_OFFERED } from "./not-offered.ts";
import addLayerVersionPermission from "./operations/add-layer-version-permission.ts";
import addPermission from "./operations/add-permission.ts";
import createAlias from "./operations/create-alias.ts";
import createFunction from "./operations/create-function.ts";
import createFunctionUrlConfig from "./operations/create-function-url-config.ts";
import deleteAlias from "./operations/delete-alias.ts";
import deleteFunction from "./operations/delete-function.ts";
import deleteFunctionConcurrency from "./operations/delete-function-concurrency.ts";
import deleteFunctionEventInvokeConfig from "./operations/delete-function-event-invoke-config.ts";
import deleteFunctionUrlConfig from "./operations/delete-function-url-config.ts";
import deleteLayerVersion from "./operations/delete-layer-version.ts";
import deleteProvisionedConcurrencyConfig from "./operations/delete-provisioned-concurrency-config.ts";
import getAccountSettings from "./operations/get-account-settings.ts";
import getAlias from "./operations/get-alias.ts";
import getFunction from "./operations/get-function.ts";
import getFunctionCodeSigningConfig from "./operations/get-function-code-signing-config.ts";
import getFunctionConcurrency from "./operations/get-function-concurrency.ts";
import getFunctionConfiguration from "./operations/get-function-configuration.ts";
import getFunctionEventInvokeConfig from "./operations/get-function-event-invoke-config.ts";
import getFunctionRecursionConfig from "./operations/get-function-recursion-config.ts";
import getFunctionUrlConfig from "./operations/get-function-url-config.ts";
import getLayerVersion from "./operations/get-layer-version.ts";
import getLayerVersionByArn from "./operations/get-layer-version-by-arn.ts";
import getLayerVersionPolicy from "./operations/get-layer-version-policy.ts";
import getPolicy from "./operations/get-policy.ts";
import getProvisionedConcurrencyConfig from "./operations/get-provisioned-concurrency-config.ts";
import getRuntimeManagementConfig from "./operations/get-runtime-management-config.ts";
import invoke from "./operations/invoke.ts";
import invokeAsync from "./operations/invoke-async.ts";
import invokeWithResponseStream from "./operations/invoke-with-response-stream.ts";
import listAliases from "./operations/list-aliases.ts";
import listFunctionEventInvokeConfigs from "./operations/list-function-event-invoke-configs.ts";
import listFunctionUrlConfigs from "./operations/list-function-url-configs.ts";
import listFunctions from "./operations/list-functions.ts";
import listLayerVersions from "./operations/list-layer-versions.ts";
import listLayers from "./operations/list-layers.ts";
import listProvisionedConcurrencyConfigs from "./operations/list-provisioned-concurrency-configs.ts";
import listTags from "./operations/list-tags.ts";
import listVersionsByFunction from "./operations/list-versions-by-function.ts";
import publishLayerVersion from "./operations/publish-layer-version.ts";
import publishVersion from "./operations/publish-version.ts";
import putFunctionConcurrency from "./operations/put-function-concurrency.ts";
import putFunctionEventInvokeConfig from "./operations/put-function-event-invoke-config.ts";
import putFunctionRecursionConfig from "./operations/put-function-recursion-config.ts";
import putProvisionedConcurrencyConfig from "./operations/put-provisioned-concurrency-config.ts";
import putRuntimeManagementConfig from "./operations/put-runtime-management-config.ts";
import removeLayerVersionPermission from "./operations/remove-layer-version-permission.ts";
import removePermission from "./operations/remove-permission.ts";
import tagResource from "./operations/tag-resource.ts";
import untagResource from "./operations/untag-resource.ts";
import updateAlias from "./operations/update-alias.ts";
import updateFunctionCode from "./operations/update-function-code.ts";
import updateFunctionConfiguration from "./operations/update-function-configuration.ts";
import updateFunctionEventInvokeConfig from "./operations/update-function-event-invoke-config.ts";
import updateFunctionUrlConfig from "./operations/update-function-url-config.ts";

/** AWS Lambda. */
export const lambdaService: AwsService<Ports> = {
  name: "Lambda",
  signingName: "lambda",
  protocol: restJson1,
  operations: [
    addLayerVersionPermission,
    addPermission,
    createAlias,
    createFunctionUrlConfig,
    createFunction,
    deleteAlias,
    deleteFunctionConcurrency,
    deleteFunctionEventInvokeConfig,
    deleteFunctionUrlConfig,
    deleteFunction,
    deleteLayerVersion,
    deleteProvisionedConcurrencyConfig,
    getAccountSettings,
    getAlias,
    getFunctionCodeSigningConfig,
    getFunctionConcurrency,
    getFunctionConfiguration,
    getFunctionEventInvokeConfig,
    getFunctionRecursionConfig,
    getFunctionUrlConfig,
    getFunction,
    getLayerVersionByArn,
    getLayerVersionPolicy,
    getLayerVersion,
    getPolicy,
    getProvisionedConcurrencyConfig,
    getRuntimeManagementConfig,
    invokeAsync,
    invokeWithResponseStream,
    invoke,
    listAliases,
    listFunctionEventInvokeConfigs,
    listFunctionUrlConfigs,
    listFunctions,
    listLayerVersions,
    listLayers,
    listProvisionedConcurrencyConfigs,
    listTags,
    listVersionsByFunction,
    publishLayerVersion,
    publishVersion,
    putFunctionConcurrency,
    putFunctionEventInvokeConfig,
    putFunctionRecursionConfig,
    putProvisionedConcurrencyConfig,
    putRuntimeManagementConfig,
    removeLayerVersionPermission,
    removePermission,
    tagResource,
    untagResource,
    updateAlias,
    updateFunctionCode,
    updateFunctionConfiguration,
    updateFunctionEventInvokeConfig,
    updateFunctionUrlConfig,
    ...NOT_OFFERED,
  ],
  errorSchemas: errorTypeRegistries,
  errors: LAMBDA_ERRORS,
  downloads: [codeDownload, layerDownload],
  resourcePolicyOf,
  resourceTagKeysOf: async (ports, arn) => resourceTagKeys(await functionTagsOf(ports, arn)),
};
