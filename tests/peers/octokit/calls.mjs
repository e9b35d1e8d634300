// Writes the calls of `main.rs`: for each operation its function, as `bindings.json` names
// it, with the arguments that its signature asks for.
//
// node calls.mjs CLIENT FILE

import fs from "node:fs";
import path from "node:path";

const [client, file] = process.argv.slice(2);
const bindings = JSON.parse(fs.readFileSync(path.join(client, "bindings.json"), "utf8"));
const source = path.join(client, "src");
const texts = fs.readdirSync(source).filter((name) => name.endsWith(".rs"));
const text = texts.map((name) => fs.readFileSync(path.join(source, name), "utf8")).join("\n");

/** An argument of this type, from the recorded request. */
function argument(name, type) {
  const plain = JSON.stringify(name.replace(/^r#/, ""));
  if (type === "&str") {
    return `&exchange.text(${plain})?`;
  }
  if (type === "i64") {
    return `exchange.number(${plain})?`;
  }
  if (name === "body" && type.startsWith("types::")) {
    return "exchange.body()?";
  }
  throw new Error(`no argument of the type ${type}`);
}

/** The way from a value of a request builder back to JSON, if it came as JSON. */
function back(builder) {
  const [, output] = new RegExp(`awaited!\\(\\s*${builder}\\s*=>\\s*([^,]+),`).exec(text);
  return /^(types::|Vec<)/.test(output) ? "Some(to_json)" : "None";
}

const arms = bindings.operations.map(({ operation_id, rust }) => {
  const name = rust.replace("Client::", "");
  const signature = new RegExp(`pub fn ${name}\\(\\s*&self,?([^)]*)\\) -> ([A-Za-z:]+)`).exec(text);
  const parameters = signature[1].split(",").map((one) => one.trim()).filter(Boolean);
  const list = parameters.map((one) => argument(...one.split(/:\s+/)));
  const call = `client.${name}(${list.join(", ")}).send()`;
  const builder = signature[2].split("::").pop();
  return `        ${JSON.stringify(operation_id)} => outcome(${call}, ${call}, ${back(builder)}).await,\n`;
});
fs.writeFileSync(file, `// Written by calls.mjs.
#![allow(deprecated)]

use crate::{Exchange, Outcome, outcome};
use client::Client;
use client::runtime::to_json;
#[allow(unused_imports)]
use client::types;

pub async fn call(client: &Client, exchange: &Exchange) -> Result<Outcome, String> {
    Ok(match exchange.operation() {
${arms.join("")}        other => return Err(format!("no function for {other}")),
    })
}
`);
