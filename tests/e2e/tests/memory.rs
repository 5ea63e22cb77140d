//! What a session leaves behind: nothing (G20). In Node, where garbage can be collected on demand.

use anyhow::Result;
use everfetch_e2e::App;
use serde_json::{Value, json};

/// A page on paper: a store, listeners and channels that are counted, and a fetch that answers at once.
const PAGE: &str = r#"
const counts = { channels: 0, listeners: 0 };
const items = new Map();
globalThis.document = new EventTarget();
globalThis.localStorage = {
  getItem: (key) => items.get(key) ?? null,
  setItem: (key, value) => void items.set(key, value),
  removeItem: (key) => void items.delete(key),
};
globalThis.addEventListener = () => void counts.listeners++;
globalThis.removeEventListener = () => void counts.listeners--;
const { BroadcastChannel } = globalThis;
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name) {
    super(name);
    counts.channels++;
  }
  close() {
    super.close();
    counts.channels--;
  }
};
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const instance = new Instance(...args);
  memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
  return instance;
};
const fetch = async () => new Response("{}");
const turn = () => new Promise((resolve) => setImmediate(resolve));
const collect = async () => {
  for (let times = 0; times < 10; times++) {
    globalThis.gc();
    await turn();
  }
};
const used = () => ({ wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed });
const send = (result) => {
  console.log(JSON.stringify(result));
  // Whatever still runs in a minute keeps the process alive.
  setTimeout(() => process.exit(3), 60_000).unref();
};
const { createClient } = require("everfetch");
"#;

#[tokio::test]
async fn a_client_that_is_dropped_leaves_no_listener_channel_or_timer_behind() -> Result<()> {
    let report = run(
        "dropped",
        r#"
        const open = async () => {
          for (let at = 0; at < 200; at++) {
            const keys = { accessToken: "access-" + at, refreshToken: "refresh-" + at };
            const api = createClient({ fetch, session: { refresh: "/refresh", keys, keepFresh: true } });
            api.session.subscribe(() => {});
            api.session.signIn({ accessToken: "a" + at, refreshToken: "r", expiresIn: 3600 });
            await api.get("/me");
          }
          return { ...counts };
        };
        (async () => {
          const opened = await open();
          await collect();
          send({ opened, left: counts });
        })();
        "#,
    )
    .await?;
    assert_eq!(report["opened"]["channels"], 200);
    assert_eq!(report["left"], json!({ "channels": 0, "listeners": 0 }));
    Ok(())
}

#[tokio::test]
async fn memory_does_not_grow_with_the_number_of_requests() -> Result<()> {
    let report = run(
        "requests",
        r#"
        const api = createClient({ fetch, session: { refresh: "/refresh" } });
        api.session.signIn({ accessToken: "a", refreshToken: "r" });
        const round = async () => {
          for (let times = 0; times < 20_000; times++) await api.get("/me");
          await collect();
          return used();
        };
        (async () => {
          await round();
          send([await round(), await round()]);
        })();
        "#,
    )
    .await?;
    // The engine of JavaScript itself takes some 100 kB one way or the other.
    grows_by_less_than(&report, 20_000 * 50);
    Ok(())
}

#[tokio::test]
async fn memory_does_not_grow_with_the_number_of_clients() -> Result<()> {
    let report = run(
        "clients",
        r#"
        const round = async () => {
          for (let times = 0; times < 1_000; times++) {
            const api = createClient({ fetch, session: { refresh: "/refresh", storage: "memory" } });
            api.session.signIn({ accessToken: "a", refreshToken: "r" });
            await api.get("/me");
          }
          await collect();
          return used();
        };
        (async () => {
          await round();
          send([await round(), await round()]);
        })();
        "#,
    )
    .await?;
    // A client that is kept is several kB.
    grows_by_less_than(&report, 1_000 * 1_000);
    Ok(())
}

/// From one round to the next: nothing in wasm, and on the heap less than anything that is kept of each.
fn grows_by_less_than(rounds: &Value, bytes: i64) {
    let number = |round: usize, name: &str| rounds[round][name].as_i64().unwrap_or_default();
    assert!(number(0, "wasm") > 0);
    assert_eq!(number(1, "wasm"), number(0, "wasm"));
    let grown = number(1, "heap") - number(0, "heap");
    assert!(grown < bytes, "{grown} bytes in one round");
}

async fn run(name: &str, script: &str) -> Result<Value> {
    let app = App::empty(&format!("memory-{name}")).await?;
    app.write("main.cjs", &format!("{PAGE}\n{script}")).await?;
    Ok(serde_json::from_str(
        &app.run("node", &["--expose-gc", "main.cjs"]).await?,
    )?)
}
