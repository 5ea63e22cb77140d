// @ts-check
// Connections that the test opens and drops.

class Connection {
  closed = false;
  /** @type {() => void} */
  onopen = () => {};
  /** @type {(event: any) => void} */
  onmessage = () => {};
  /** @type {() => void} */
  onclose = () => {};

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    connections.made.push(this);
    queueMicrotask(() => this.onopen());
  }

  /** @param {string} data */
  arrive(data) {
    this.onmessage({ data });
  }

  drop() {
    this.onclose();
  }

  close() {
    this.closed = true;
  }
}

export const connections = {
  WebSocket: Connection,
  /** @type {Connection[]} */
  made: [],
};
