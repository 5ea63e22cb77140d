// The application: the notes of whoever is signed in.
import { createPinia } from "pinia";
import { createApp } from "vue";

import { everfetch, sessionGuard } from "everfetch/vue";

import { api } from "./api";
import App from "./App.vue";
import { router } from "./router";
import "../../style.css";

// To the login, and back to what was wanted. A token that has just expired is refreshed first.
router.beforeEach(sessionGuard(api));

createApp(App).use(createPinia()).use(everfetch(api)).use(router).mount("#app");
