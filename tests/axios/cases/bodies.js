// @ts-check
// What can be given as `data`: a fresh one at each call, by what it is called.

const bytes = () => Uint8Array.from([0, 1, 2, 250, 255, 65]);

const form = () => {
  const form = new FormData();
  form.append("text", "ü & more");
  form.append("again", "1");
  form.append("again", "2");
  return form;
};

/** @param {string} html */
const element = (html) => {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  return holder.firstElementChild;
};

/** @type {Record<string, () => any>} */
export const bodies = {
  nothing: () => undefined,
  null: () => null,
  "empty text": () => "",
  text: () => "a=1 & ü\u{1f389}",
  "JSON text": () => ' {"a": 1} ',
  "a number": () => 5,
  zero: () => 0,
  true: () => true,
  false: () => false,
  "an object": () => ({ a: 1, deep: { list: [1, { b: null }], text: "ü" } }),
  "an empty object": () => ({}),
  "an object with undefined and null": () => ({ a: undefined, b: null }),
  "an object with a date": () => ({ at: new Date(0) }),
  "an object without a prototype": () =>
    Object.assign(Object.create(null), { a: 1 }),
  "an instance with toJSON": () =>
    new (class {
      toJSON() {
        return { said: "so" };
      }
    })(),
  "an array": () => [1, "two", { three: 3 }],
  "an empty array": () => [],
  "a date": () => new Date(0),
  "a map": () => new Map([["a", 1]]),
  "URL parameters": () =>
    new URLSearchParams([
      ["a", "1"],
      ["a", "x y&z"],
      ["ü", ""],
    ]),
  "a form": form,
  "a form with a file": () => {
    const files = form();
    files.append("file", new File([bytes()], "a.bin", { type: "image/png" }));
    return files;
  },
  "an HTML form": () =>
    element(
      "<form><input name=a value=1><input name='b[]' value=2><input name='b[]' value=3></form>",
    ),
  "a blob": () => new Blob(["blob"]),
  "a typed blob": () => new Blob(["blob"], { type: "image/png" }),
  "a file": () => new File(["file"], "a.txt", { type: "text/plain" }),
  "a list of files": () => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["one"], "1.txt"));
    transfer.items.add(new File(["two"], "2.txt"));
    return transfer.files;
  },
  "a buffer": () => bytes().buffer,
  "an array of bytes": bytes,
  "a view of a part": () => bytes().subarray(1, 3),
  "a data view": () => new DataView(bytes().buffer),
  "an array of floats": () => new Float32Array([1, 2]),
  "a stream": () => new Blob(["streamed"]).stream(),
};
