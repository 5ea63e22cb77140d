// What the tests ask Directus beside its API, by a hook of it.

import { Control } from "../../../support/control.mjs";

export default ({ init }, { database, getSchema, services }) => {
  const control = new Control();
  const sessions = (email) => {
    const user = database("directus_users").select("id").where({ email });
    return database("directus_sessions").whereIn("user", user);
  };
  control.hooks.register = async (email, password) => {
    const [role] = await database("directus_roles").select("id");
    const users = new services.UsersService({ schema: await getSchema() });
    await users.createOne({ email, password, role: role.id });
  };
  control.hooks.sessions = async (email) => (await sessions(email)).length;
  control.hooks.revoke = async (email) => {
    await sessions(email).delete();
  };
  init("middlewares.before", ({ app }) => app.use(control.middleware));
};
