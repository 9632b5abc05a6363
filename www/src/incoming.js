// How a payload gets into the page from outside: dropped or pasted anywhere.

/** @typedef {{ file: File } | { text: string }} Arrival */

/**
 * What somebody should know about what they dropped.
 *
 * @typedef {{ kind: "nothing" } | { kind: "folder", name: string } | { kind: "several", name: string, count: number }} DropNote
 */

/** More code units than these make a text box slow. */
const LONGEST_TYPED = 1_000_000;
/** And more than these, where text goes both ways in it: browsers take seconds to lay that out. */
const LONGEST_TURNED = 5000;
const TURNED = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Whether a text is to be read as a file is.
 *
 * @param {string} text
 * @param {number} [others] code units that are in the text box already
 */
export function isTooMuchToType(text, others = 0) {
  const length = text.length + others;
  return length > LONGEST_TYPED || (length > LONGEST_TURNED && TURNED.test(text));
}

/**
 * @typedef {object} Receiver
 * @property {(arrival: Arrival) => void} took
 * @property {(note: DropNote | undefined) => void} noted
 * @property {(isOver: boolean) => void} hovered whether something that can be dropped is over the page
 */

/**
 * Listens to the whole window.
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
 * What a clipboard holds. Text goes first: spreadsheets put a picture of it beside it.
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
 * @param {File | undefined} file the first
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
 * What a text box does to the line ends of a pasted text.
 *
 * @param {string} text
 * @returns {"none" | "all" | "some"} how many of its line ends are not LF
 */
export function changedLineEnds(text) {
  const others = text.match(/\r\n?/g)?.length ?? 0;
  if (others === 0) return "none";
  const isUniform = !/(^|[^\r])\n/.test(text) && !/\r(?!\n)/.test(text);
  return isUniform ? "all" : "some";
}
