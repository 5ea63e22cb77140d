// @ts-check
// Those who called `session.subscribe`.

export class Hub {
  constructor() {
    /** @type {Set<{ listener: (event: any) => void }>} */
    this.entries = new Set();
  }

  get size() {
    return this.entries.size;
  }

  /** @param {(event: any) => void} listener */
  subscribe(listener) {
    const entry = { listener };
    this.entries.add(entry);
    return () => void this.entries.delete(entry);
  }

  /**
   * In the order in which they came. One that calls the session again, or takes itself off, or throws,
   * changes nothing for the others.
   * @param {any} event
   */
  tell(event) {
    for (const { listener } of [...this.entries])
      try {
        listener(event);
      } catch (error) {
        console.error("everfetch: a session listener threw", error);
      }
  }
}
