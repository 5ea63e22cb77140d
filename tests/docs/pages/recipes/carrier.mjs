// @ts-check
// As much of XMLHttpRequest as an upload needs, over the page's fetch.

export class carrier {
  /** @type {any} */
  upload = {};
  headers = new Headers();
  status = 0;
  statusText = "";
  responseText = "";
  /** @type {() => void} */
  onload = () => {};
  /** @type {() => void} */
  onerror = () => {};
  /** @type {() => void} */
  onabort = () => {};
  aborting = new AbortController();

  /** @param {string} method @param {string} url */
  open(method, url) {
    Object.assign(this, { method, url });
  }

  /** @param {string} name @param {string} value */
  setRequestHeader(name, value) {
    this.headers.append(name, value);
  }

  /** @param {any} body */
  send(body) {
    const { method, url, headers, aborting } = /** @type {any} */ (this);
    fetch(url, { method, headers, body, signal: aborting.signal })
      .then(async (response) => {
        this.upload.onprogress?.({ loaded: 1, total: 1 });
        this.responseText = await response.text();
        this.status = response.status;
        this.statusText = response.statusText;
      })
      .then(
        () => this.onload(),
        () => (aborting.signal.aborted ? this.onabort() : this.onerror()),
      );
  }

  abort() {
    this.aborting.abort();
  }
}
