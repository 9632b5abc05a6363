// How a text gets into the clipboard, also one that takes time to make.

/**
 * @param {string | Promise<string>} text
 * @returns {Promise<boolean>} whether it is there: a browser may refuse, and the text may fail
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
 * Safari allows it only while a click is handled: there the browser waits for the text. Firefox before
 * 127 has no ClipboardItem, and some browsers take none with a promise in it.
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
