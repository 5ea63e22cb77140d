//! One refresh for all tabs, whatever happens to the tab that makes it.

use super::{answers, measured, share_a_cookie};
use anyhow::Result;
use everfetch_e2e::Origin::Secure;
use everfetch_e2e::{Browser, Tabs};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const EIGHT: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// Far longer than a tab whose refresh takes 2.5 s at most may wait for another.
const FREEZE: Duration = Duration::from_secs(20);

in_every_browser! {
    eight_tabs_of_25_requests_at_an_expiry_make_one_refresh
    ten_expiries_in_eight_tabs_never_spend_a_token_twice
    a_tab_closed_while_it_refreshes_leaves_the_refresh_to_the_others
    tabs_that_share_nothing_but_a_cookie_spend_it_one_after_another
    a_frozen_tab_delays_the_others_by_a_bound
}

async fn eight_tabs_of_25_requests_at_an_expiry_make_one_refresh(browser: Browser) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        tabs.open(&EIGHT, &json!({ "backEnd": "a" })).await?;
        tabs.sign_in("1", &EIGHT, &user.credentials).await?;
        user.order("expire").await?;
        let begun = Instant::now();
        tabs.all(&EIGHT, "tab.start(25)").await?;
        let outcomes = tabs.outcomes(&EIGHT).await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(outcomes, json!({ "200": 200 }));
        assert_eq!(counts["refreshes"], 1, "{counts}");
        assert_eq!(counts["revoked"], 0, "{counts}");
        assert_eq!(counts["signedIn"], 1, "{counts}");
        let own = tabs
            .all(&EIGHT, "tab.seen('refreshed', 'this-tab')")
            .await?;
        assert_eq!(
            sum(&own),
            1,
            "tabs that report a refresh of their own: {own:?}"
        );
        Ok(())
    })
    .await
}

async fn ten_expiries_in_eight_tabs_never_spend_a_token_twice(browser: Browser) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        tabs.open(&EIGHT, &json!({ "backEnd": "a" })).await?;
        tabs.sign_in("1", &EIGHT, &user.credentials).await?;
        let begun = Instant::now();
        for expiry in 1..=10 {
            user.order("expire").await?;
            tabs.all(&EIGHT, "tab.start(3)").await?;
            let outcomes = tabs.outcomes(&EIGHT).await?;
            let counts = user.counts().await?;
            assert_eq!(outcomes, json!({ "200": 24 }), "expiry {expiry}: {counts}");
            assert_eq!(counts["refreshes"], expiry, "{counts}");
            assert_eq!(counts["reuse"], 0, "{counts}");
        }
        measured(browser, begun, &user.counts().await?);
        Ok(())
    })
    .await
}

async fn a_tab_closed_while_it_refreshes_leaves_the_refresh_to_the_others(
    browser: Browser,
) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, others) = (["1", "2", "3"], ["2", "3"]);
        tabs.open(&all, &json!({ "backEnd": "a" })).await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        user.order("hold").await?;
        tabs.one("1", "tab.start(5)").await?;
        user.until("held=1").await?;
        tabs.all(&others, "tab.start(5)").await?;
        tabs.until(&others, "tab.seen('waiting')").await?;
        assert_eq!(user.counts().await?["refreshes"], 1);
        let begun = Instant::now();
        tabs.close("1").await?;
        user.until("refreshes=2").await?;
        user.order("release").await?;
        let outcomes = tabs.outcomes(&others).await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(outcomes, json!({ "200": 10 }));
        assert_eq!(counts["refreshes"], 2, "{counts}");
        assert_eq!(counts["refreshed"], 1, "{counts}");
        assert_eq!(counts["signedIn"], 1, "{counts}");
        Ok(())
    })
    .await
}

async fn tabs_that_share_nothing_but_a_cookie_spend_it_one_after_another(
    browser: Browser,
) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let all = ["1", "2", "3", "4"];
        share_a_cookie(&mut tabs, &all, &user).await?;
        user.order("expire").await?;
        // Slow enough that all of the tabs need it at the same time.
        user.order_with("slow", &json!({ "refresh": 300 })).await?;
        let begun = Instant::now();
        tabs.all(&all, "tab.start(5)").await?;
        let outcomes = tabs.outcomes(&all).await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(outcomes, json!({ "200": 20 }), "{counts}");
        assert_eq!(counts["refreshes"], 4, "{counts}");
        assert_eq!(counts["reuse"], 0, "{counts}");
        Ok(())
    })
    .await
}

async fn a_frozen_tab_delays_the_others_by_a_bound(browser: Browser) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, others) = (["1", "2", "3"], ["2", "3"]);
        let limits = json!({ "timeout": 2500, "retries": 0 });
        tabs.open(&all, &json!({ "backEnd": "a", "refresh": limits }))
            .await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        user.order("hold").await?;
        // Slow enough that both of the other tabs have reached their deadline before either refresh is answered.
        user.order_with("slow", &json!({ "refresh": 1500 })).await?;
        // Its refresh is lost before the token is used up.
        user.order_with("refresh", &json!({ "action": "drop" }))
            .await?;
        tabs.one("1", "tab.start(5)").await?;
        user.until("held=1").await?;
        let begun = Instant::now();
        let freeze = format!("tab.freeze({})", FREEZE.as_millis());
        tabs.one("1", &freeze).await?;
        tabs.all(&others, "tab.start(5)").await?;
        user.order("release").await?;
        let outcomes = tabs.outcomes(&others).await?;
        let waited = begun.elapsed();
        println!("  the others waited for {waited:?}");
        assert_eq!(outcomes, json!({ "200": 10 }));
        assert!(waited < FREEZE, "answered only after {waited:?}");
        // Once awake again, the tab continues with the tokens that the others have stored.
        tabs.outcomes(&["1"]).await?;
        assert_eq!(answers(&tabs, &all).await?, json!({ "200": 3 }));
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(counts["refreshes"], 2, "its own and one other: {counts}");
        assert_eq!(counts["reuse"], 0, "{counts}");
        assert_eq!(tabs.all(&all, "tab.ends").await?, vec![json!([]); 3]);
        Ok(())
    })
    .await
}

fn sum(counts: &[Value]) -> u64 {
    counts.iter().filter_map(Value::as_u64).sum()
}
