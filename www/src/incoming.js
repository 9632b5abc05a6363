// Drop and paste handling for the whole page.

/** @typedef {{ file: File } | { text: string }} Arrival */

/**
 * Note about a dropped item.
 *
 * @typedef {{ kind: "nothing" } | { kind: "folder", name: string } | { kind: "several", name: string, count: number }} DropNote
 */

/** Code units above which a text box becomes slow. */
const LONGEST_TYPED = 1_000_000;
/** Lower limit for bidirectional text, which takes browsers seconds to lay out. */
const LONGEST_TURNED = 5000;
const TURNED = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Whether a text must be read like a file.
 *
 * @param {string} text
 * @param {number} [others] code units already in the text box
 */
export function isTooMuchToType(text, others = 0) {
  const length = text.length + others;
  return length > LONGEST_TYPED || (length > LONGEST_TURNED && TURNED.test(text));
}

/**
 * @typedef {object} Receiver
 * @property {(arrival: Arrival) => void} took
 * @property {(note: DropNote | undefined) => void} noted
 * @property {(isOver: boolean) => void} hovered whether a droppable item is over the page
 */

/**
 * Listens on the whole window.
 *
 * @param {Receiver} receiver
 */
export function receive(receiver) {
  addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    receiver.hovered(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) receiver.hovered(false);
  });
  addEventListener("drop", (event) => {
    receiver.hovered(false);
    if (!isFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    dropped(event.dataTransfer, receiver);
  });
  addEventListener("paste", ({ target, clipboardData }) => {
    if (isInField(target) || document.querySelector("dialog:modal")) return;
    const arrival = pastedFrom(clipboardData);
    if (arrival) receiver.took(arrival);
  });
}

/**
 * Returns the clipboard's content. Text takes precedence: spreadsheets add a picture of it.
 *
 * @param {DataTransfer | null} clipboard
 * @returns {Arrival | undefined}
 */
export function pastedFrom(clipboard) {
  const text = clipboard?.getData("text/plain");
  if (text) return { text };
  const file = clipboard?.files[0];
  return file && { file };
}

/** @param {DragEvent} event */
function isFiles({ dataTransfer }) {
  return dataTransfer?.types.includes("Files") ?? false;
}

/**
 * @param {DataTransfer} transfer
 * @param {Receiver} receiver
 */
function dropped({ files, items }, { took, noted }) {
  const [file] = files;
  const isFolder = items[0]?.webkitGetAsEntry()?.isDirectory ?? false;
  if (file && !isFolder) took({ file });
  noted(noteOf(file, files.length, isFolder));
}

/**
 * @param {File | undefined} file the first file
 * @param {number} count
 * @param {boolean} isFolder
 * @returns {DropNote | undefined}
 */
function noteOf(file, count, isFolder) {
  if (!file) return { kind: "nothing" };
  if (isFolder) return { kind: "folder", name: file.name };
  return count > 1 ? { kind: "several", name: file.name, count } : undefined;
}

/** @param {EventTarget | null} target */
function isInField(target) {
  return target instanceof Element && target.closest("input, textarea") !== null;
}

/**
 * Reports how a text box changes the line endings of a pasted text.
 *
 * @param {string} text
 * @returns {"none" | "all" | "some"} how many line endings are not LF
 */
export function changedLineEnds(text) {
  const others = text.match(/\r\n?/g)?.length ?? 0;
  if (others === 0) return "none";
  const isUniform = !/(^|[^\r])\n/.test(text) && !/\r(?!\n)/.test(text);
  return isUniform ? "all" : "some";
}
