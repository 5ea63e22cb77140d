// `everfetch/storage`: stores for tokens that are not raw strings in web storage.

export { cookieStorage } from "./cookie.js";
export { jsonStorage } from "./json.js";
