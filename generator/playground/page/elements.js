// Elements. What a document says gets into the page here alone, and as text.

// The element with an id.
export const byId = (id) => document.getElementById(id);

// An element with a class and children, which are elements or text.
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

// A button that does something.
export function button(label, action) {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

// A number with a noun: `1 warning`, `1,223 operations`.
export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

// A number of bytes as people say it.
export function bytes(number) {
  const unit = number < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
  return `${(number / unit[0]).toFixed(1)} ${unit[1]}`;
}
