// @ts-check
// What a row of the table declares.

/**
 * @typedef {object} Program
 * @property {string[]} command
 * @property {number} [port] a fixed one; by default, a free one
 * @property {string} [cwd]
 * @property {(port: number, page: string) => Record<string, string>} [env] by the server's port and the page's origin
 * @property {string} [ready] a path that answers when the server has started
 */

/**
 * @typedef {object} Entry a request in the server's own log
 * @property {string} method
 * @property {string} path without the query
 * @property {number} status
 * @property {string} [detail] what else identifies it, such as the grant type of OAuth
 */

/**
 * @typedef {object} User
 * @property {string} username
 * @property {string} password
 */

/**
 * The server of a row, as the jobs see it.
 * @typedef {object} BackEnd
 * @property {() => Promise<Entry[]>} log every request since the server started
 * @property {(user: User) => Promise<void>} register
 * @property {(user: User) => Promise<void>} revoke ends the user's sessions at the server
 * @property {(user: User) => Promise<number>} sessions how many of the user's sessions the server still accepts
 */

/** A sentence under the table. @typedef {{ en: string, zh: string }} Note */

/**
 * @typedef {object} Row
 * @property {string} name its folder
 * @property {string} title
 * @property {string} [zh] the title in Chinese
 * @property {string} page the page of the documentation that shows its options
 * @property {string[]} packages whose versions the table names
 * @property {"python" | "npm" | "directus"} from where these packages are installed
 * @property {Program} program
 * @property {string} [app] its application, if it is not in its own folder
 * @property {number} lifetime of an access token, in seconds
 * @property {Record<string, string>} [proxy] prefix at the page's origin → path at the back end; by default, `/api`
 * @property {string} [origin] where the browser finds the back end, if that is another origin than the page
 * @property {string} me a path of `api` that needs a session
 * @property {number} [obtains] how many refreshes obtain the first access token after the log-in; by default, none
 * @property {number} [renews] how many refreshes an expired token takes; by default, one
 * @property {boolean} [ownTokens] whether each tab keeps an access token of its own, in memory, and refreshes it
 * @property {string} [download] a path of `api` that answers a file; by default, `me`
 * @property {string} [wrongPassword] the error's message, where the status does not say that the password is wrong
 * @property {string} upload a path of `api` that answers `{ size }` of the form's `file`
 * @property {(entry: Entry) => boolean} refreshes whether this is a request to refresh
 * @property {(origin: string, output: () => string) => BackEnd} [backEnd] by default, that of `/control`
 * @property {(page: import("playwright-core").Page, user: User) => Promise<void>} [logIn]
 * @property {Record<string, Note>} [notes] job → what is particular, though it passes
 * @property {Record<string, Note>} [impossible] job → why the server itself can't do it
 */

export {};
