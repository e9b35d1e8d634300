// Runs the generator. A page makes one worker for each run, and ends it to stop the run or
// to give its memory back.

"use strict";

let program;

const memory = () => new Uint8Array(program.memory.buffer);

// Bytes that the program left, as a copy of the page's own.
function bytes(place, length) {
  return memory().slice(place >>> 0, (place >>> 0) + (length >>> 0));
}

function answer() {
  return bytes(program.answer(), program.answer_length());
}

const text = (some) => new TextDecoder().decode(some);

// Puts bytes where the next function takes them.
function input(...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  let place = program.input(length) >>> 0;
  for (const part of parts) {
    memory().set(part, place);
    place += part.length;
  }
}

const encode = (string) => new TextEncoder().encode(string);

// Why the program ended in the middle of its work.
function reason(error) {
  let message = "";
  try {
    message = text(bytes(program.panic_message(), program.panic_length()));
  } catch {
    // Nothing is known, then.
  }
  if (message !== "") {
    return `The generator failed, which is a bug in it: ${message}`;
  }
  if (error instanceof RangeError) {
    return "The document nests deeper than this browser's stack allows; the program openapi-client can read it.";
  }
  return "The browser's memory isn't enough for this document; the program openapi-client can read it.";
}

const tasks = {
  async start({ module }) {
    const progress = (step, done, of) => postMessage({ progress: { step, done, of } });
    const instance = await WebAssembly.instantiate(module, { page: { progress } });
    program = instance.exports;
  },
  run({ files, main, crate }) {
    for (const file of files) {
      const name = encode(file.name);
      input(name, file.bytes);
      program.add(name.length);
    }
    const name = encode(main);
    input(name, encode(crate));
    program.run(name.length);
    const [summary, ...findings] = text(answer()).trimEnd().split("\n");
    return { summary: JSON.parse(summary), findings: findings.filter(Boolean).map((one) => JSON.parse(one)) };
  },
  file({ index }) {
    program.file(index);
    return text(answer());
  },
  archive() {
    program.archive();
    return answer();
  },
  explain({ code }) {
    input(encode(code));
    program.explain();
    return text(answer());
  },
};

// One after the other, also if the first takes its time.
let last = Promise.resolve();
onmessage = ({ data: { id, task, ...rest } }) => {
  last = last.then(async () => {
    try {
      postMessage({ id, value: await tasks[task](rest) });
    } catch (error) {
      postMessage({ id, failure: reason(error) });
    }
  });
};
