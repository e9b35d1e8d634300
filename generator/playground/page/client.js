// The generated crate: its files, and the download.

import { bytes, button, byId, count, element } from "./elements.js";

// The folder with what is the same in every crate.
const RUNTIME = "src/runtime/";

// The most characters of a file that are shown at once.
const PART = 100_000;

// Shows the crate that a run made.
export function showClient(run, { package: crate, files }) {
  const entry = (file, index) => {
    const open = button(file.path, () => showFile(run, file, index, open));
    return { file, open, item: element("li", "", open) };
  };
  const entries = files.map(entry);
  const isRuntime = ({ file }) => file.path.startsWith(RUNTIME);
  const runtime = entries.filter(isRuntime);
  const own = entries.filter((one) => !isRuntime(one));
  const list = element("ul", "", ...runtime.map(({ item }) => item));
  const folder = element("details", "", element("summary", "", `${RUNTIME} (${count(runtime.length, "file")})`), list);
  byId("files").replaceChildren(...own.map(({ item }) => item), element("li", "", folder));
  byId("size").textContent = `${count(files.length, "file")}, ${bytes(
    files.reduce((sum, file) => sum + file.bytes, 0),
  )}`;
  byId("download").onclick = () => download(run, crate);
  byId("client-section").hidden = false;
  (own.find(({ file }) => file.path === "README.md") ?? entries[0]).open.click();
}

async function showFile(run, { path }, index, open) {
  let text;
  try {
    text = await run.file(index);
  } catch {
    // Another run has begun, which brings its own files.
    return;
  }
  for (const other of byId("files").querySelectorAll("[aria-current]")) {
    other.removeAttribute("aria-current");
  }
  open.setAttribute("aria-current", "true");
  byId("file-name").textContent = path;
  const shown = byId("file");
  const more = byId("more-file");
  let start = 0;
  const showPart = () => {
    const line = text.indexOf("\n", start + PART);
    const end = line === -1 ? text.length : line + 1;
    shown.append(text.slice(start, end));
    start = end;
    more.hidden = end === text.length;
  };
  shown.replaceChildren();
  shown.scrollTop = 0;
  more.onclick = showPart;
  showPart();
}

async function download(run, crate) {
  const archive = await run.archive();
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([archive], { type: "application/gzip" }));
  link.download = `${crate}.tar.gz`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
