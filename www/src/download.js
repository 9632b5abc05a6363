// File downloads.

/** Milliseconds to keep the file available until the browser starts the download. */
const DOWNLOAD_START = 60_000;

/**
 * @param {Uint8Array<ArrayBuffer>[]} parts
 * @param {{ name: string, type: string }} file
 */
export function download(parts, { name, type }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_START);
}
