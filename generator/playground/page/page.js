// The page: takes files, runs the generator, and shows what it found and made.

import { showClient } from "./client.js";
import { byId, count, element } from "./elements.js";
import { EXAMPLE } from "./example.js";
import { showFindings, summary } from "./findings.js";
import { Run, load } from "./generator.js";
import { crateName, dropped, likelyDocument, picked } from "./given.js";

// The names of what is pasted.
const PASTED = "openapi.yaml";
const SETTINGS = "codegen.toml";

// The steps of a run: their words, and the parts of the bar where they begin. The last ends
// at 100.
const STEPS = [
  ["Reading the document", 0],
  ["Making out the API", 20],
  ["Finding names", 35],
  ["Writing the crate", 45],
];

let generator;
let given = [];
let run;

function say(text) {
  byId("status").textContent = text;
}

function showGiven(files) {
  given = files;
  const documents = files.filter(({ name }) => !/\.toml$/i.test(name));
  byId("main").replaceChildren(
    ...documents.map(({ name }) => {
      const option = element("option", "", name);
      option.value = name;
      return option;
    }),
  );
  byId("main").value = likelyDocument(files) ?? "";
  byId("given").hidden = files.length === 0;
  byId("paste").hidden = files.length > 0;
  suggestName();
}

function suggestName() {
  byId("package").placeholder = given.length === 0 ? "client" : crateName(byId("main").value) || "client";
}

async function take(reading) {
  try {
    const files = await reading;
    if (files.length > 0) {
      showGiven(files);
      await generate();
    }
  } catch (error) {
    say(`The files can't be read: ${error.message}`);
  }
}

// The files to generate from, and the name of the document among them.
function wanted() {
  if (given.length > 0) {
    return { files: given, main: byId("main").value };
  }
  const encode = (id) => new TextEncoder().encode(byId(id).value);
  const files = [{ name: PASTED, bytes: encode("text") }];
  if (byId("settings").value.trim() !== "") {
    files.push({ name: SETTINGS, bytes: encode("settings") });
  }
  return { files, main: PASTED };
}

function showRunning(isRunning) {
  byId("running").hidden = !isRunning;
  byId("stop").hidden = !isRunning;
  byId("go").disabled = isRunning;
}

function showProgress({ step, done, of }) {
  const [words, start] = STEPS[step];
  const end = STEPS[step + 1]?.[1] ?? 100;
  byId("progress").value = start + ((end - start) * done) / of;
  byId("step").textContent = `${words} …`;
}

async function generate() {
  if (generator === undefined) {
    return;
  }
  const { files, main } = wanted();
  run?.stop();
  byId("findings-section").hidden = true;
  byId("client-section").hidden = true;
  say("");
  showRunning(true);
  showProgress({ step: 0, done: 0, of: 1 });
  const begin = performance.now();
  const mine = new Run(generator, showProgress);
  run = mine;
  try {
    const crate = byId("package").value.trim() || byId("package").placeholder;
    const { summary: made, findings } = await mine.generate(files, main, crate);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const found = summary(findings);
    showFindings(findings, { text: textOf(files), explain: (code) => mine.explain(code), go: way(main) });
    if (made.files) {
      say(`${told(made)}, in ${seconds} s. Findings: ${found}`);
      showClient(mine, made);
    } else {
      say(`Nothing was generated. Findings: ${found}`);
    }
  } catch (error) {
    if (run === mine) {
      say(error.message);
    }
  } finally {
    if (run === mine) {
      showRunning(false);
    }
  }
}

// What became of a document.
function told({ title, operations, types, left_out, any_json }) {
  const parts = [count(operations, "operation"), count(types, "type")];
  if (left_out > 0) {
    parts.push(`${left_out.toLocaleString("en")} left out`);
  }
  if (any_json > 0) {
    parts.push(`${any_json.toLocaleString("en")} taken as any JSON`);
  }
  return `${title}: ${parts.join(", ")}`;
}

// Gives the text of a file by its name.
function textOf(files) {
  return (name) => {
    const file = files.find((file) => file.name === name);
    return file && new TextDecoder().decode(file.bytes);
  };
}

// The way to places in the text that was pasted.
function way(file) {
  const to = (lines, { line, column, end_line, end_column }) => {
    const area = byId("text");
    const start = lines.index(line, column);
    const end = end_line === null ? start : lines.index(end_line, end_column);
    area.focus();
    area.setSelectionRange(start, end);
    area.scrollTop = ((line - 4) * area.scrollHeight) / lines.count;
  };
  return given.length > 0 ? undefined : { file, to };
}

function stop() {
  run?.stop();
  run = undefined;
  showRunning(false);
  say("Stopped.");
}

function listen() {
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    generate();
  });
  byId("stop").addEventListener("click", stop);
  byId("picked").addEventListener("change", ({ target }) => take(picked(target.files)));
  byId("main").addEventListener("change", suggestName);
  byId("clear").addEventListener("click", () => {
    byId("picked").value = "";
    showGiven([]);
  });
  byId("example").addEventListener("click", () => {
    showGiven([]);
    byId("text").value = EXAMPLE;
    generate();
  });
  const over = (isOver) => (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", isOver);
  };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", over(false));
  document.addEventListener("drop", (event) => {
    over(false)(event);
    take(dropped(event.dataTransfer));
  });
}

listen();
try {
  generator = await load();
  byId("go").disabled = false;
  say("Ready.");
} catch (error) {
  say(`The generator can't be loaded: ${error.message}`);
}
