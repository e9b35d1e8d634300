// The generator: loaded once, then run in workers.

const LOADED = ["worker.js", "generator.wasm"];

// Loads the generator, and forbids every connection from then on, to the page and to the
// workers that it makes.
export async function load() {
  const [worker, wasm] = await Promise.all(LOADED.map(fetched));
  const module = await WebAssembly.compile(wasm);
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:";
  document.head.append(policy);
  const url = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  return { module, url: trusted(url) };
}

async function fetched(name) {
  const response = await fetch(name);
  if (!response.ok) {
    throw new Error(`${name}: ${response.status} ${response.statusText}`);
  }
  return response.arrayBuffer();
}

// The one URL of a script that is made while the page runs.
function trusted(url) {
  const types = window.trustedTypes;
  return types ? types.createPolicy("worker", { createScriptURL: () => url }).createScriptURL("") : url;
}

// A run of the generator, which keeps what it made until it is stopped.
export class Run {
  #worker;
  #waiting = new Map();
  #next = 0;

  constructor({ module, url }, onProgress) {
    this.#worker = new Worker(url);
    this.#worker.onmessage = ({ data }) => {
      if (data.progress) {
        onProgress(data.progress);
        return;
      }
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      "failure" in data ? reject(new Error(data.failure)) : resolve(data.value);
    };
    this.#worker.onerror = (event) => this.#fail(event.message || "The worker failed.");
    this.#ask("start", { module }).catch((error) => this.#fail(error.message));
  }

  // Generates from `main`, one of the files, each a name and bytes.
  generate(files, main, crate) {
    return this.#ask("run", { files, main, crate });
  }

  // The text of a generated file.
  file(index) {
    return this.#ask("file", { index });
  }

  // The bytes of the crate as a `tar.gz`.
  archive() {
    return this.#ask("archive", {});
  }

  // The page about a code.
  explain(code) {
    return this.#ask("explain", { code });
  }

  // Ends the run, and forgets what it made.
  stop() {
    this.#worker.terminate();
    this.#fail("");
  }

  #ask(task, rest) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, task, ...rest });
    });
  }

  #fail(message) {
    for (const { reject } of this.#waiting.values()) {
      reject(new Error(message));
    }
    this.#waiting.clear();
  }
}
