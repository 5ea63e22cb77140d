// The demo server's control interface: it expires tokens, rejects refreshes, and reports its own counts.

/** The server's counts for one user. */
export interface Counts {
  refreshes: number;
  refreshed: number;
  calls: number;
  refused: number;
  reuse: number;
  /** Faults scheduled for the next refreshes. */
  faults: number;
}

export async function corsOrigin(): Promise<string> {
  return (await ask<{ corsOrigin: string }>("info")).corsOrigin;
}

export const counts = (user: string) => ask<Counts>(user);

export const expire = (user: string) => command(user, "expire");

export const slow = (user: string, refresh: number) =>
  command(user, "slow", { refresh });

export const refuseNextRefresh = (user: string) =>
  command(user, "refresh", { action: "refuse" });

export const reset = (user: string) => command(user, "reset");

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(`/control/${path}`);
  if (!response.ok)
    throw new Error(`/control/${path} answered ${response.status}`);
  return response.json();
}

async function command(
  user: string,
  what: string,
  body: object = {},
): Promise<void> {
  const path = `/control/${encodeURIComponent(user)}/${what}`;
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
}
