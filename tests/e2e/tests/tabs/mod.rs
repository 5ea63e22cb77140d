//! Tabs that share a session: real windows on one origin, against a server that rotates its refresh tokens
//! and revokes the family of a token that arrives twice (back end A).

use anyhow::Result;
use everfetch_e2e::{Browser, Tabs, User};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Shorter than the 10 s that a refresh may take: a tab that learns of the refresh later has not been notified.
const SOON: Duration = Duration::from_secs(9);

macro_rules! in_every_browser {
    ($($name:ident)*) => {
        in_one_browser!(chromium, Chromium, $($name)*);
        in_one_browser!(firefox, Firefox, $($name)*);
        in_one_browser!(webkit, WebKit, $($name)*);
    };
}

macro_rules! in_one_browser {
    ($module:ident, $browser:ident, $($name:ident)*) => {
        mod $module {
            use everfetch_e2e::Browser;
            $(
                #[tokio::test]
                async fn $name() -> anyhow::Result<()> {
                    super::$name(Browser::$browser).await
                }
            )*
        }
    };
}

mod refresh;
mod session;
mod without_locks;

/// The outcomes of one more request in each tab.
async fn answers(tabs: &Tabs, names: &[&str]) -> Result<Value> {
    tabs.all(names, "tab.start(1)").await?;
    tabs.outcomes(names).await
}

/// Opens tabs that share nothing but the refresh cookie, and signs the user in, in the first tab.
async fn share_a_cookie(tabs: &mut Tabs, names: &[&str], user: &User) -> Result<()> {
    let cookie = json!({ "send": "cookie", "headers": { "X-CSRF": "1" } });
    tabs.open(names, &json!({ "backEnd": "f", "refresh": cookie }))
        .await?;
    tabs.one(names[0], &format!("tab.signIn({})", user.credentials))
        .await?;
    Ok(())
}

fn measured(browser: Browser, begun: Instant, counts: &Value) {
    println!("  {browser:?}, after {:?}: {counts}", begun.elapsed());
}
