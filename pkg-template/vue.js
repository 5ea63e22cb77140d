// @ts-check
// `everfetch/vue`: the session as Vue's reactivity has it.

export {};
