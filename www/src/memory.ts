// The values that outlive a route or a tab: the back end, the user, and why the session ended.

const prefix = "everfetch-demo.";

/** Shared by the tabs. */
export const chosen = {
  backEnd: slot(localStorage, "backend"),
  user: slot(localStorage, "user"),
};

/** For the next route of this tab only. */
export const farewell = slot(sessionStorage, "farewell");

/** The storage key that changes for other tabs when another back end is chosen. */
export const backEndKey = `${prefix}backend`;

function slot(storage: Storage, name: string) {
  const key = prefix + name;
  return {
    read: () => storage.getItem(key),
    write: (value: string) => storage.setItem(key, value),
    clear: () => storage.removeItem(key),
  };
}
