// The user of the session, also after it has ended, when `session.user` is null.
import { useSession } from "everfetch/vue";
import { ref, watch } from "vue";

import { api } from "./api";

export const owner = ref("");

const { user } = useSession(api);
watch(
  user,
  (now) => {
    if (!now) return;
    // Another user must not see what the previous one loaded or wrote.
    if (owner.value && owner.value !== now)
      location.assign(import.meta.env.BASE_URL);
    owner.value = now;
  },
  { immediate: true },
);
