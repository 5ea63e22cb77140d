// Whose session it is, or was until it ended: then there is no user any more.
import { useSession } from "everfetch/vue";
import { ref, watch } from "vue";

import { api } from "./api";

export const owner = ref("");

const { user } = useSession(api);
watch(
  user,
  (now) => {
    if (!now) return;
    // What one user has loaded or written is not for the next.
    if (owner.value && owner.value !== now)
      location.assign(import.meta.env.BASE_URL);
    owner.value = now;
  },
  { immediate: true },
);
