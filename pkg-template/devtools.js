// @ts-check
// `everfetch/devtools`: a panel that shows what the sessions of the page do.

export {};
