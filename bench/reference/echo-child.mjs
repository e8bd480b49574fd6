// The process behind the reference proxy: answers what it was sent, over HTTP on a Unix socket.
import { createServer } from "node:http";

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.stringify({ statusCode: 200, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
  });
}).listen(process.argv[2], () => console.log("ready"));
