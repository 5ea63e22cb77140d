// @ts-check
// `everfetch/react`: the session as React's hooks have it.

export {};
