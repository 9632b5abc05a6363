// Clipboard access, also for text that takes time to produce.

/**
 * @param {string | Promise<string>} text
 * @returns {Promise<boolean>} whether it was copied: a browser may refuse, and the text may fail
 */
export async function copyText(text) {
  try {
    await (typeof text === "string" ? navigator.clipboard.writeText(text) : copyLater(text));
    return true;
  } catch {
    return false;
  }
}

/**
 * Safari allows copying only during a click, so the browser gets a promise of the text. Firefox before
 * 127 has no ClipboardItem, and some browsers do not accept promises in it.
 *
 * @param {Promise<string>} text
 */
async function copyLater(text) {
  if (typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(await text);
  try {
    const blob = text.then((text) => new Blob([text], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    await navigator.clipboard.writeText(await text);
  }
}
