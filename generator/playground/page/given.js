// The files that somebody picked or dropped.

// The most bytes of a file, as the program has it.
const MOST_BYTES = 128 * 1024 * 1024;

// The files of a list, by name.
export function picked(list) {
  return read([...list].map((file) => ({ name: file.name, file })));
}

// The files of a drop, those in folders by their paths.
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.());
  if (!entries.some((entry) => entry?.isDirectory)) {
    return picked(transfer.files);
  }
  const found = [];
  const waiting = entries.filter(Boolean);
  while (waiting.length > 0) {
    const entry = waiting.pop();
    if (entry.isDirectory) {
      waiting.push(...(await inside(entry)));
    } else if (/\.(json|ya?ml|toml)$/i.test(entry.name)) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      found.push({ name: entry.fullPath.replace(/^\//, ""), file });
    }
  }
  return read(found);
}

// The entries of a folder, which come in parts.
async function inside(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) {
      return entries;
    }
    entries.push(...part);
  }
}

async function read(files) {
  const large = files.find(({ file }) => file.size > MOST_BYTES);
  if (large) {
    throw new Error(`${large.name} is too large: a document can have 128 MiB at most`);
  }
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  return Promise.all(
    files.map(async ({ name, file }) => ({ name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

// The name of the file that is most likely the document: the one that says so in its first
// part or, as keys may stand in any order, anywhere.
export function likelyDocument(files) {
  const documents = files.filter(({ name }) => !/\.toml$/i.test(name));
  const says = (part) => ({ bytes }) =>
    /(^|[\n{,])\s*["']?openapi["']?\s*:/.test(new TextDecoder().decode(part(bytes)));
  const first = documents.find(says((bytes) => bytes.subarray(0, 4096)));
  return (first ?? documents.find(says((bytes) => bytes)) ?? documents[0])?.name;
}

// A name for the crate that a document's name suggests.
export function crateName(document) {
  return document.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
}
