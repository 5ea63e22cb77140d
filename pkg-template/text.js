// @ts-check
// `TextDecoder` and `TextEncoder` for the glue, which makes one of each at the import. jsdom under
// Jest has neither; Node's Buffer stands in there. Named through `globalThis`, so that no bundler
// adds a polyfill.

/** @type {any} */
const { Buffer, TextDecoder: Decoder, TextEncoder: Encoder } = globalThis;

const TextDecoder =
  Decoder ??
  class {
    /** @param {Uint8Array} [bytes] */
    decode(bytes) {
      return bytes ? Buffer.from(bytes).toString() : "";
    }
  };

const TextEncoder =
  Encoder ??
  class {
    /** @param {string} text */
    encode(text) {
      return new Uint8Array(Buffer.from(text));
    }
  };

export { TextDecoder, TextEncoder };
