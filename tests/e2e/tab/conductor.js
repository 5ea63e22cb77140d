// The window that WebDriver stays in: it passes orders to the tabs and collects their answers, since
// WebDriver itself is at home in one window at a time.

/** Longer than anything that a test waits for, shorter than the test's own patience. */
const LIMIT = 45_000;

const channel = new BroadcastChannel("everfetch-e2e");
const asked = new Map();
let last = 0;

/** The names of the tabs that have loaded. */
window.present = new Set();

/** Has `script` run in the tabs named, all at once; resolves to their answers in the same order. */
window.conduct = (names, script) =>
  new Promise((resolve, reject) => {
    const id = ++last;
    const answers = new Map();
    const timer = setTimeout(() => {
      const silent = names.filter((name) => !answers.has(name));
      reject(new Error(`no answer from ${silent} to: ${script}`));
    }, LIMIT);
    asked.set(id, (from, answer) => {
      answers.set(from, answer);
      if (answer.error) reject(new Error(`${from}: ${answer.error}`));
      else if (answers.size < names.length) return;
      else resolve(names.map((name) => answers.get(name).value));
      clearTimeout(timer);
      asked.delete(id);
    });
    channel.postMessage({ id, names, script });
  });

channel.onmessage = ({ data: { id, from, answer } }) => {
  if (id) asked.get(id)?.(from, answer);
  else window.present.add(from);
};
