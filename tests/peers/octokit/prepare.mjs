// Makes of the exchanges in @octokit/fixtures, which recorded them with GitHub's server,
// a recording for `cargo xtask learn`, the list of the operations that they are of, and
// what `main.rs` replays.
//
// node prepare.mjs SCENARIOS DOCUMENT FOLDER

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const [scenarios, document, folder] = process.argv.slice(2);
const paths = JSON.parse(fs.readFileSync(document, "utf8")).paths;

/** The exchanges as they were recorded, `raw`, and with ids and dates evened out. */
function* fixtures() {
  for (const scenario of fs.readdirSync(scenarios).sort()) {
    for (const kind of ["raw", "normalized"]) {
      const file = path.join(scenarios, scenario, `${kind}-fixture.json`);
      const entries = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : [];
      for (const [index, entry] of entries.entries()) {
        yield { name: `${scenario}, ${kind}, ${index + 1}`, ...entry };
      }
    }
  }
}

/** Header names in lower case with their values; those of `raw` stand in pairs. */
function headers({ headers = {}, rawHeaders = [] }) {
  const pairs = Object.entries(headers);
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([rawHeaders[i], rawHeaders[i + 1]]);
  }
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The bytes of a body, in which compressed ones are pieces in hexadecimal. */
function bytes({ response, responseIsBinary }, encoding) {
  const isHex = (text) => typeof text === "string" && /^([0-9a-f]{2})*$/.test(text);
  if (Array.isArray(response) && response.length > 0 && response.every(isHex)) {
    const packed = Buffer.from(response.join(""), "hex");
    return encoding === "gzip" ? zlib.gunzipSync(packed) : packed;
  }
  if (typeof response !== "string") {
    return Buffer.from(JSON.stringify(response));
  }
  return Buffer.from(response, responseIsBinary ? "hex" : "utf8");
}

/** The operations, each with an expression for its path. */
const routes = Object.entries(paths).flatMap(([template, item]) => {
  const segments = template.split("/").map((segment) => {
    const plain = segment.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    // What GitHub marks as spanning several segments.
    return plain.replace(/^\{(path|ref)\}$/, "(?<$1>.*)").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  });
  const pattern = new RegExp(`^${segments.join("/")}$`);
  const parameters = template.split("{").length;
  const { length } = segments;
  const methods = ["get", "put", "post", "patch", "delete"].filter((method) => item[method]);
  return methods.map((method) => ({
    method,
    pattern,
    parameters,
    length,
    id: item[method].operationId,
  }));
});

/** The operation of a request, with its arguments from path and query. */
function operation(method, url) {
  if (!["api.github.com", "uploads.github.com"].includes(url.hostname)) {
    return undefined;
  }
  const all = routes.filter((route) => route.method === method && route.pattern.test(url.pathname));
  // A parameter that spans several segments takes what no longer path does.
  const order = (one, other) => other.length - one.length || one.parameters - other.parameters;
  const [best] = all.sort(order);
  if (!best) {
    return undefined;
  }
  const { groups = {} } = best.pattern.exec(url.pathname);
  // The client sends no empty ones.
  const argument = ([name, text]) => [name, decodeURIComponent(text) || "-"];
  const given = Object.entries(groups).map(argument);
  return { id: best.id, arguments: Object.fromEntries([...url.searchParams, ...given]) };
}

const recording = [];
const replay = [];
for (const fixture of fixtures()) {
  const { scope, method, path, status, body, name } = fixture;
  const url = new URL(path, scope);
  const sent = headers(fixture);
  const content = bytes(fixture, sent["content-encoding"]);
  delete sent["content-encoding"];
  recording.push({
    request: { method: method.toUpperCase(), url: url.href, body },
    response: { status, headers: sent, body: content.toString("base64"), encoding: "base64" },
  });
  const found = operation(method.toLowerCase(), url);
  if (found) {
    const request = typeof body === "string" ? body : JSON.stringify(body);
    const media_type = sent["content-type"] ?? "";
    const location = sent.location ?? "";
    const response = content.toString("hex");
    replay.push({ ...found, name, request, status, media_type, location, response });
  }
}

const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
write("recording.jsonl", recording.map((one) => `${JSON.stringify(one)}\n`).join(""));
write("replay.json", JSON.stringify(replay));
const used = [...new Set(replay.map(({ id }) => id))].sort();
write("operations.toml", `operations = ${JSON.stringify(used)}\n`);
console.log(`${recording.length} exchanges, ${replay.length} of them of ${used.length} documented operations`);
