// The application: the notes of the signed-in user.
import { createPinia } from "pinia";
import { createApp } from "vue";

import { everfetch, sessionGuard } from "everfetch/vue";

import { api } from "./api";
import App from "./App.vue";
import { router } from "./router";
import "../../style.css";

// Redirects to the log-in page and back. An expired token is refreshed first.
router.beforeEach(sessionGuard(api));

createApp(App).use(createPinia()).use(everfetch(api)).use(router).mount("#app");
