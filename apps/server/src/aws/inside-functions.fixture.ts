/** Functions that speak with the AWS API without a client: each signs its requests by hand. */

/**
 * Sends each request of `{requests: [{service?, method?, path, body?, accessKeyId?, secretAccessKey?, sessionToken?, port?}]}`
 * and answers with what came back. Keys are the environment's unless the request has others; null leaves the token out.
 */
export const SENDS_SIGNED = `
import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";

const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const hmac = (key, data) => createHmac("sha256", key).update(data).digest();
const { env } = process;

function sign({ service = "lambda", method = "POST", path, body = "", ...given }, host) {
  const { accessKeyId = env.AWS_ACCESS_KEY_ID, secretAccessKey = env.AWS_SECRET_ACCESS_KEY } = given;
  const { sessionToken = env.AWS_SESSION_TOKEN } = given;
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, "");
  const scope = [time.slice(0, 8), env.AWS_REGION, service, "aws4_request"];
  const headers = { host, "x-amz-date": time, ...(sessionToken && { "x-amz-security-token": sessionToken }) };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => name + ":" + value + "\\n").join("");
  const text = [method, path, "", lines, names, sha256(body)].join("\\n");
  const key = scope.reduce(hmac, "AWS4" + secretAccessKey);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(text)].join("\\n")).toString("hex");
  const authorization = "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + scope.join("/") +
    ", SignedHeaders=" + names + ", Signature=" + signature;
  return { ...headers, authorization, ...(given.type && { "content-type": given.type }) };
}

async function send(wish) {
  const endpoint = new URL(env.AWS_ENDPOINT_URL);
  const port = wish.port ?? endpoint.port;
  const host = endpoint.hostname + ":" + port;
  const body = wish.bodyBytes ? "x".repeat(wish.bodyBytes) : wish.body;
  const headers = wish.unsigned ? {} : sign({ ...wish, body }, host);
  return new Promise((resolve) => {
    const sent = request({ hostname: endpoint.hostname, port, method: wish.method ?? "POST", path: wish.path, headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, text, type: answer.headers["x-amzn-errortype"] }));
    });
    sent.on("error", ({ code }) => resolve({ code }));
    sent.end(body);
  });
}

export const handler = async ({ requests, shows }) => ({
  answers: await Promise.all(requests.map(send)),
  shown: Object.fromEntries((shows ?? []).map((name) => [name, env[name]])),
});
`;

/** Invokes `{"functionName": …}` and answers with the status and what came back. */
export const INVOKES_FROM_PYTHON = `
import datetime, hashlib, hmac, json, os, urllib.error, urllib.request

def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()

def handler(event, context):
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    host = endpoint.removeprefix("http://")
    path = "/2015-03-31/functions/" + event["functionName"] + "/invocations"
    body = json.dumps({"from": "python"}).encode()
    time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": host, "x-amz-date": time, "x-amz-security-token": os.environ["AWS_SESSION_TOKEN"]}
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\\n" for name, value in headers.items())
    text = "\\n".join(["POST", path, "", lines, names, hashlib.sha256(body).hexdigest()])
    scope = [time[:8], os.environ["AWS_REGION"], "lambda", "aws4_request"]
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope:
        key = sign(key, part)
    signed = "\\n".join(["AWS4-HMAC-SHA256", time, "/".join(scope), hashlib.sha256(text.encode()).hexdigest()])
    credential = os.environ["AWS_ACCESS_KEY_ID"] + "/" + "/".join(scope)
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={sign(key, signed).hex()}"
    try:
        with urllib.request.urlopen(urllib.request.Request(endpoint + path, body, headers)) as answer:
            return {"status": answer.status, "text": answer.read().decode()}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "text": error.read().decode()}
`;
