import { DomainError, ZippedCodeTooLarge } from "@lambent/model";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Fault, faultOf, INTERNAL_FAULT } from "../errors/fault.ts";
import { HTTP_ERRORS } from "../errors/http-errors.ts";
import { reportInternalError } from "../errors/report-internal-error.ts";
import type { Context } from "../trpc/context.ts";
import { downloadFile } from "./download-file.ts";
import { downloadZip } from "./download-zip.ts";
import { addHttpOperation } from "./http-operation.ts";
import { uploadCode } from "./upload-code.ts";

/** What a browser, curl and the zip tools call the same thing. */
const ZIP_TYPES = ["application/zip", "application/x-zip-compressed", "application/octet-stream"];

/** Uploads and downloads, which tRPC's JSON doesn't carry well. */
export function serveApi(app: FastifyInstance, context: Context): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(ZIP_TYPES, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    addHttpOperation(scope, context, uploadCode);
    addHttpOperation(scope, context, downloadZip);
    addHttpOperation(scope, context, downloadFile);
  });
}

export function addErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
}

/** Gives every error outside of tRPC its face: `{ code, message, type }` with AWS's status. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = (status: number, fault: Fault) => reply.code(status).header("cache-control", "no-store").send(fault);
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  if (error instanceof DomainError) return answer(HTTP_ERRORS[error.code].status, faultOf(error));
  if (error instanceof z.ZodError) return answer(400, faultOf(error));
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return answer(413, faultOf(new ZippedCodeTooLarge()));
  if (statusCode !== undefined && statusCode < 500) {
    const text = message ?? "The request can't be read.";
    return answer(statusCode, { code: "InvalidParameterValue", message: text, type: "ValidationException" });
  }
  reportInternalError(`${request.method} ${request.url}`, error);
  return answer(500, INTERNAL_FAULT);
}
