// What every project does with the package: it signs in at the demo server, lets the token expire behind
// the client's back, and calls twice. "200 200, 1 refresh" is what works, wherever it runs.

/**
 * @param {typeof import("everfetch").createClient} createClient as the project has imported it
 * @param {string} server the demo server's address
 * @returns {Promise<string>} what became of it
 */
export async function visit(createClient, server) {
  try {
    const control = `${server}/control`;
    const user = await post(`${control}/users`).then((answer) => answer.json());
    const api = createClient({
      baseURL: `${server}/b`,
      session: { refresh: "/refresh-token", storage: "memory" },
    });
    const { data } = await api.post("/login", user);
    api.session.signIn(data);
    await post(`${control}/${user.username}/expire`);
    const answers = await Promise.all([api.get("/me"), api.get("/items/1")]);
    const counts = await api.get(`${control}/${user.username}`);
    const statuses = answers.map(({ status }) => status);
    return `${statuses.join(" ")}, ${counts.data.refreshes} refresh`;
  } catch (error) {
    return String(error.stack ?? error);
  }
}

const post = (url) => fetch(url, { method: "POST" });
