// What the page remembers between its routes and tabs: the back end, the user, why the session ended.

const prefix = "everfetch-demo.";

/** Shared by the tabs. */
export const chosen = {
  backEnd: slot(localStorage, "backend"),
  user: slot(localStorage, "user"),
};

/** For this tab's next route only. */
export const farewell = slot(sessionStorage, "farewell");

/** The key that other tabs see changing when another back end is chosen. */
export const backEndKey = `${prefix}backend`;

function slot(storage: Storage, name: string) {
  const key = prefix + name;
  return {
    read: () => storage.getItem(key),
    write: (value: string) => storage.setItem(key, value),
    clear: () => storage.removeItem(key),
  };
}
