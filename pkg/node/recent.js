// The frame ids of the batches that came last.

/** A set of strings that forgets the oldest ones. */
export class Recent {
  /**
   * @param {number} most
   * @param {string[]} [ids] the oldest first
   */
  constructor(most, ids = []) {
    this.most = most;
    /** In the order in which they came. @type {Set<string>} */
    this.ids = new Set(ids.slice(-most));
  }

  /** @param {string} id */
  has(id) {
    return this.ids.has(id);
  }

  /** @param {string} id */
  add(id) {
    this.ids.add(id);
    if (this.ids.size <= this.most) return;
    const [oldest] = this.ids;
    this.ids.delete(/** @type {string} */ (oldest));
  }

  /** The oldest first. */
  list() {
    return [...this.ids];
  }
}
