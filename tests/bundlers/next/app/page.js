import { createClient } from "everfetch";
import { connection } from "next/server";
import { Suspense } from "react";
import { visit } from "../visit.js";
import Client from "./client.js";

export default function Page() {
  return (
    <Suspense>
      <Server />
      <Client />
    </Suspense>
  );
}

/** A server component: here the client runs in Node. */
async function Server() {
  await connection();
  const result = await visit(createClient, process.env.SERVER);
  return <output data-testid="server">{result}</output>;
}
