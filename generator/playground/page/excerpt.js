// The lines of a text around a place.

import { element } from "./elements.js";

const AROUND = 2;

// The most characters that are shown of a line, such as that of a whole document.
const WIDEST = 160;

// Finds lines in a text.
export class Lines {
  #text;
  #starts = [0];

  constructor(text) {
    this.#text = text;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
      this.#starts.push(end + 1);
    }
  }

  get count() {
    return this.#starts.length;
  }

  // A line by its number, without its end.
  line(number) {
    const end = this.#starts[number] ?? this.#text.length + 1;
    return this.#text.slice(this.#starts[number - 1], end - 1).replace(/\r$/, "");
  }

  // The index in the text of a line and column, both from 1; a column counts characters.
  index(line, column) {
    return this.#starts[line - 1] + units(this.line(line), column);
  }
}

// The index in a string of a character by its number, from 1.
function units(line, column) {
  let index = 0;
  for (let character = 1; character < column && index < line.length; character++) {
    index += line.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

// An element with the lines around a place, and the spot marked.
export function excerpt(lines, { line, column, end_line, end_column }) {
  const made = element("pre", "excerpt");
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.count, line + AROUND);
  const width = String(last).length;
  for (let number = first; number <= last; number++) {
    const whole = lines.line(number);
    const isSpot = number === line;
    const start = isSpot ? units(whole, column) : 0;
    const isOneLine = end_line === line && end_column !== null;
    const end = isSpot && isOneLine ? Math.max(units(whole, end_column), start) : whole.length;
    made.append(
      element("span", "number", `${String(number).padStart(width)} `),
      ...(isSpot ? spot(whole, start, end) : [cut(whole, 0, WIDEST)]),
      "\n",
    );
  }
  return made;
}

// The part of a line around a spot.
function spot(whole, start, end) {
  const from = whole.length <= WIDEST ? 0 : Math.max(0, start - WIDEST / 4);
  const to = Math.max(from + WIDEST, start + 1);
  const shownEnd = Math.min(end, to);
  return [
    (from > 0 ? "…" : "") + whole.slice(from, start),
    element("mark", "", whole.slice(start, shownEnd)),
    cut(whole, shownEnd, to - shownEnd),
  ];
}

function cut(line, start, length) {
  const end = start + length;
  return line.slice(start, end) + (line.length > end ? "…" : "");
}
