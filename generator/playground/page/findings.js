// The list of findings.

import { button, byId, count, element } from "./elements.js";
import { Lines, excerpt } from "./excerpt.js";

const SEVERITIES = ["error", "warning", "note"];

// The number of findings that are shown at once.
const PART = 25;

// Shows findings. `text` gives the text of a file, `explain` the page about a code, and `go`
// leads to a place, or is nothing.
export function showFindings(findings, { text, explain, go }) {
  const list = byId("findings");
  const more = byId("more-findings");
  const lines = new Map();
  const linesOf = (file) => {
    if (!lines.has(file)) {
      const known = text(file);
      lines.set(file, known === undefined ? undefined : new Lines(known));
    }
    return lines.get(file);
  };
  const rank = ({ severity }) => SEVERITIES.indexOf(severity);
  const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
  const notes = byId("notes");
  let wanted;
  let shown;
  const showPart = () => {
    const part = wanted.slice(shown, shown + PART);
    list.append(...part.map((one) => finding(one, { linesOf, explain, go })));
    shown += part.length;
    more.hidden = shown === wanted.length;
    more.textContent = `Show more of ${(wanted.length - shown).toLocaleString("en")}`;
  };
  const show = () => {
    wanted = sorted.filter(({ severity }) => notes.checked || severity !== "note");
    shown = 0;
    list.replaceChildren();
    showPart();
  };
  byId("notes-label").hidden = !findings.some(({ severity }) => severity === "note");
  notes.onchange = show;
  more.onclick = showPart;
  show();
  byId("findings-shown").textContent = summary(findings);
  byId("findings-section").hidden = false;
}

// The number of findings of each severity.
export function summary(findings) {
  const of = (severity) => findings.filter((one) => one.severity === severity).length;
  const counts = SEVERITIES.map((severity) => [of(severity), severity]);
  const said = counts.filter(([number]) => number > 0).map(([number, severity]) => count(number, severity));
  return said.join(", ") || "Nothing was found.";
}

function finding(one, { linesOf, explain, go }) {
  const item = element("li", one.severity);
  item.append(
    element("p", "", element("span", "severity", one.severity), " ", element("code", "", one.code), ": ", one.message),
    ...placed(one, { linesOf, go }),
  );
  for (const related of one.related) {
    item.append(element("p", "", related.message), ...placed(related, { linesOf, go }));
  }
  if (one.help) {
    item.append(element("p", "help", `Help: ${one.help}`));
  }
  item.append(about(one.code, explain));
  return item;
}

// A place, and the lines around it.
function placed(place, { linesOf, go }) {
  const position = place.line === null ? "" : `:${place.line}:${place.column}`;
  const line = element("p", "place", `${place.file}${position}`);
  if (place.pointer) {
    line.append(` (#${place.pointer})`);
  }
  const lines = place.line === null ? undefined : linesOf(place.file);
  if (lines === undefined) {
    return [line];
  }
  if (go?.file === place.file) {
    line.append(" ", button("Go there", () => go.to(lines, place)));
  }
  return [line, excerpt(lines, place)];
}

// The page about a code, once somebody asks for it.
function about(code, explain) {
  const details = element("details", "", element("summary", "", "About ", element("code", "", code)));
  const asked = async () => {
    try {
      details.append(element("pre", "", await explain(code)));
    } catch {
      // The run was stopped, and this list goes with it.
    }
  };
  details.addEventListener("toggle", asked, { once: true });
  return details;
}
