// vue-tsc, on a TypeScript that it can extend: the native one, which checks everything else, cannot be yet.
require("vue-tsc").run(require.resolve("typescript5/lib/tsc"));
