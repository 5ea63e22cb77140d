//! What a session leaves behind: nothing (G20). In Node, where garbage can be collected on demand.

use anyhow::Result;
use everfetch_e2e::App;
use serde_json::{Value, json};

/// One script for each test, and what they share.
const SCRIPTS: [(&str, &str); 4] = [
    ("page.cjs", include_str!("../scripts/memory/page.cjs")),
    ("dropped.cjs", include_str!("../scripts/memory/dropped.cjs")),
    (
        "requests.cjs",
        include_str!("../scripts/memory/requests.cjs"),
    ),
    ("clients.cjs", include_str!("../scripts/memory/clients.cjs")),
];

#[tokio::test]
async fn a_client_that_is_dropped_leaves_no_listener_channel_or_timer_behind() -> Result<()> {
    let report = run("dropped").await?;
    assert_eq!(report["opened"]["channels"], 200);
    assert_eq!(report["left"], json!({ "channels": 0, "listeners": 0 }));
    Ok(())
}

#[tokio::test]
async fn memory_does_not_grow_with_the_number_of_requests() -> Result<()> {
    let report = run("requests").await?;
    // The JavaScript engine's own heap varies by some 100 kB.
    grows_by_less_than(&report, 20_000 * 50);
    Ok(())
}

#[tokio::test]
async fn memory_does_not_grow_with_the_number_of_clients() -> Result<()> {
    let report = run("clients").await?;
    // A client that is kept takes several kB.
    grows_by_less_than(&report, 1_000 * 1_000);
    Ok(())
}

/// From one round to the next, the wasm memory must not grow, and the heap must grow by less than anything kept per
/// client would take.
fn grows_by_less_than(rounds: &Value, bytes: i64) {
    let number = |round: usize, name: &str| rounds[round][name].as_i64().unwrap_or_default();
    assert!(number(0, "wasm") > 0);
    assert_eq!(number(1, "wasm"), number(0, "wasm"));
    let grown = number(1, "heap") - number(0, "heap");
    assert!(grown < bytes, "{grown} bytes in one round");
}

async fn run(name: &str) -> Result<Value> {
    let app = App::empty(&format!("memory-{name}")).await?;
    for (file, text) in SCRIPTS {
        app.write(file, text).await?;
    }
    let script = format!("{name}.cjs");
    let output = app.run("node", &["--expose-gc", &script]).await?;
    Ok(serde_json::from_str(&output)?)
}
