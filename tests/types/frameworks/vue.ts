// `everfetch/vue`: the plugin, the session as refs, and the guard as vue-router takes it.

import { createClient } from "everfetch";
import {
  everfetch,
  returnPath,
  sessionGuard,
  useClient,
  useSession,
} from "everfetch/vue";
import { type App, isReadonly, watch } from "vue";
import { type Router, useRoute } from "vue-router";

declare const app: App;
declare const router: Router;
const api = createClient({ session: { refresh: "/auth/refresh" } });

app.use(router).use(everfetch(api));
// @ts-expect-error it needs a client
everfetch();

const { state, waiting, user, signIn, signOut } = useSession();
const open: boolean = state.value === "signed-in";
const queue: number = waiting.value;
const name: string | null = user.value;
// @ts-expect-error no such state
state.value === "logged-in";
// @ts-expect-error it cannot be written
state.value = "signed-in";
// @ts-expect-error nor can this
user.value = "mallory";
watch(user, (now, before) => console.log(open, queue, name, now, before));
signIn({ accessToken: "a" });
signOut();
console.log(isReadonly(useSession(api).state));
useClient().get<{ id: number }>("/me");

router.beforeEach(sessionGuard(api));
router.beforeEach(
  sessionGuard(api, {
    requires: (to) => !to.meta.public && to.path !== "/",
    login: { name: "login" },
    returnParam: "next",
  }),
);
sessionGuard(api, { login: "/enter", requires: () => true });
// @ts-expect-error no such option
sessionGuard(api, { logins: "/enter" });

const back: string = returnPath(useRoute());
router.push(returnPath(useRoute(), "/home", "next"));
console.log(back);
