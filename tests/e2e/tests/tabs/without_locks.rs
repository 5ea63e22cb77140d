//! Tabs of an insecure origin, where there are no Web Locks: what another tab has stored is adopted, and no user is
//! logged out by a race that the server did not punish.

use super::{SOON, answers, measured};
use anyhow::Result;
use everfetch_e2e::Origin::Insecure;
use everfetch_e2e::{Browser, Tabs};
use serde_json::{Value, json};
use std::time::Instant;

in_every_browser! {
    a_late_refusal_adopts_what_another_tab_has_stored
    a_refused_refresh_reads_the_store_again
    a_late_refusal_of_a_refresh_ends_nothing
    nobody_is_logged_out_by_a_race_that_the_server_allows
    a_sign_out_reaches_the_other_tabs
}

async fn a_late_refusal_adopts_what_another_tab_has_stored(browser: Browser) -> Result<()> {
    Tabs::run(browser, Insecure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, late) = (["1", "2", "3"], ["2", "3"]);
        tabs.open(&all, &json!({ "backEnd": "a" })).await?;
        assert_no_locks(&tabs, &all).await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        tabs.all(&late, "(tab.shut(), tab.start(5))").await?;
        user.until("refused=10").await?;
        let begun = Instant::now();
        tabs.one("1", "tab.start(5)").await?;
        tabs.outcomes(&["1"]).await?;
        let token = tabs.one("1", "tab.stored()[0]").await?;
        tabs.until(&late, &format!("tab.stored()[0] === {token}"))
            .await?;
        tabs.all(&late, "tab.open()").await?;
        let outcomes = tabs.outcomes(&all).await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(outcomes, json!({ "200": 15 }));
        assert_eq!(counts["refreshes"], 1, "{counts}");
        Ok(())
    })
    .await
}

async fn a_refused_refresh_reads_the_store_again(browser: Browser) -> Result<()> {
    served_and_refused(browser, &json!({ "backEnd": "a", "isolated": true })).await
}

async fn a_late_refusal_of_a_refresh_ends_nothing(browser: Browser) -> Result<()> {
    served_and_refused(browser, &json!({ "backEnd": "a" })).await
}

/// Of two tabs that refresh at once, the first is served, and the second refused without punishment.
async fn served_and_refused(browser: Browser, options: &Value) -> Result<()> {
    Tabs::run(browser, Insecure, async |mut tabs, server| {
        let user = server.user().await?;
        let both = ["1", "2"];
        tabs.open(&both, options).await?;
        assert_no_locks(&tabs, &both).await?;
        tabs.sign_in("1", &both, &user.credentials).await?;
        user.order("expire").await?;
        user.order_with("refresh", &json!({ "action": "delay" }))
            .await?;
        let refusal = json!({ "action": "refuse", "delay": 1000 });
        user.order_with("refresh", &refusal).await?;
        user.order("hold").await?;
        let begun = Instant::now();
        tabs.all(&both, "tab.start(5)").await?;
        tabs.until(&both, "tab.session.state === 'refreshing'")
            .await?;
        user.until("refused=10&held=1").await?;
        user.order("release").await?;
        assert_eq!(tabs.outcomes(&both).await?, json!({ "200": 10 }));
        // The refusal may come after all requests are answered.
        tabs.until(&both, "tab.settled === tab.sent").await?;
        assert_eq!(answers(&tabs, &both).await?, json!({ "200": 2 }));
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(tabs.all(&both, "tab.ends").await?, vec![json!([]); 2]);
        assert_eq!(counts["refreshed"], 1, "{counts}");
        assert_eq!(counts["signedIn"], 1, "{counts}");
        Ok(())
    })
    .await
}

async fn nobody_is_logged_out_by_a_race_that_the_server_allows(browser: Browser) -> Result<()> {
    Tabs::run(browser, Insecure, async |mut tabs, server| {
        let user = server.user().await?;
        let all = ["1", "2", "3", "4"];
        // Its refresh token stays the same, however often it is used.
        tabs.open(&all, &json!({ "backEnd": "b" })).await?;
        assert_no_locks(&tabs, &all).await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        let begun = Instant::now();
        for _ in 0..5 {
            user.order("expire").await?;
            tabs.all(&all, "tab.start(10)").await?;
            assert_eq!(tabs.outcomes(&all).await?, json!({ "200": 40 }));
        }
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(tabs.all(&all, "tab.ends").await?, vec![json!([]); 4]);
        Ok(())
    })
    .await
}

async fn a_sign_out_reaches_the_other_tabs(browser: Browser) -> Result<()> {
    Tabs::run(browser, Insecure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, others) = (["1", "2", "3"], ["2", "3"]);
        tabs.open(&all, &json!({ "backEnd": "a" })).await?;
        assert_no_locks(&tabs, &all).await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        user.order("hold").await?;
        tabs.all(&others, "tab.start(5)").await?;
        tabs.until(&others, "tab.session.state === 'refreshing'")
            .await?;
        let begun = Instant::now();
        tabs.one("1", "tab.session.signOut()").await?;
        let outcomes = tabs.outcomes(&others).await?;
        let ended = begun.elapsed();
        assert!(ended < SOON, "ended only after {ended:?}");
        user.order("release").await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(outcomes, json!({ "ERR_SESSION_ENDED": 10 }));
        tabs.until(&all, "tab.session.state === 'signed-out'")
            .await?;
        let outcomes = answers(&tabs, &all).await?;
        assert_eq!(outcomes, json!({ "ERR_BAD_REQUEST": 3 }));
        let stored = tabs.all(&all, "tab.stored()").await?;
        assert_eq!(stored, vec![json!([null, null]); 3]);
        Ok(())
    })
    .await
}

async fn assert_no_locks(tabs: &Tabs, names: &[&str]) -> Result<()> {
    let found = tabs.all(names, "!!navigator.locks").await?;
    assert_eq!(found, vec![json!(false); names.len()]);
    let secure = tabs.one(names[0], "isSecureContext").await?;
    println!("  a secure context: {secure}");
    Ok(())
}
