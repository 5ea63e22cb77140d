// What a build with Vue CLI replaces by the environment's values.
declare const process: { env: { VUE_APP_BASE_API: string } };
