// @ts-check
// The platform's Response in axios's shape.

/** Own members in lower case, as axios has them, and the methods of a reader. */
export class ResponseHeaders {
  /** @param {Headers} headers */
  constructor(headers) {
    for (const [name, value] of headers)
      /** @type {any} */ (this)[name] = value;
  }

  /** @param {string} name */
  get(name) {
    return /** @type {any} */ (this)[name.toLowerCase()];
  }

  /** @param {string} name */
  has(name) {
    return Object.hasOwn(this, name.toLowerCase());
  }

  toJSON() {
    return { ...this };
  }

  [Symbol.iterator]() {
    return Object.entries(this)[Symbol.iterator]();
  }
}

/**
 * @param {Response} native
 * @param {any} config
 * @param {any} request
 */
export const shape = async (native, config, request) => ({
  data: await read(native, config.responseType),
  status: native.status,
  statusText: native.statusText,
  headers: new ResponseHeaders(native.headers),
  config,
  request,
  native,
});

/**
 * @param {Response} native
 * @param {string | undefined} type
 */
const read = async (native, type) => {
  switch (type) {
    case "arraybuffer":
      return native.arrayBuffer();
    case "blob":
      return native.blob();
    case "formdata":
      return native.formData();
    case "stream":
      return native.body;
    case "text":
      return native.text();
    default: {
      const text = await native.text();
      try {
        return text && JSON.parse(text);
      } catch {
        // Not JSON, whatever was expected: the text is more than an error would be, and is what axios gives.
        return text;
      }
    }
  }
};
