//! Tabs that share a session: real windows on one origin, against a server that rotates its refresh tokens
//! and revokes the family of one that comes twice (back end A).

use Origin::{Insecure, Secure};
use anyhow::Result;
use everfetch_e2e::{Browser, Origin, Tabs};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const EIGHT: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// Far longer than a tab whose refresh takes 2.5 s at most may wait for another.
const FREEZE: Duration = Duration::from_secs(20);

/// Far shorter than the 10 s that a refresh may take: whoever is told later has not been told at all.
const SOON: Duration = Duration::from_secs(5);

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

in_every_browser! {
    eight_tabs_of_25_requests_at_an_expiry_make_one_refresh
    ten_expiries_in_eight_tabs_never_spend_a_token_twice
    a_tab_closed_while_it_refreshes_leaves_the_refresh_to_the_others
    a_sign_out_in_one_tab_ends_the_waiters_of_all
    a_request_of_one_user_is_never_sent_as_another_who_signs_in_elsewhere
    without_locks_a_late_refusal_adopts_what_another_tab_has_stored
    without_locks_a_refused_refresh_reads_the_store_again
    without_locks_a_late_refusal_of_a_refresh_ends_nothing
    without_locks_nobody_is_logged_out_by_a_race_that_the_server_allows
    without_locks_a_sign_out_reaches_the_other_tabs
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
        assert_eq!(sum(&own), 1, "tabs that say they have refreshed: {own:?}");
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

async fn a_sign_out_in_one_tab_ends_the_waiters_of_all(browser: Browser) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, others) = (["1", "2", "3"], ["2", "3"]);
        tabs.open(&all, &json!({ "backEnd": "a", "stubborn": true }))
            .await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        user.order("hold").await?;
        tabs.one("1", "tab.start(5)").await?;
        user.until("held=1").await?;
        tabs.all(&others, "tab.start(5)").await?;
        tabs.until(&others, "tab.seen('waiting')").await?;

        let begun = Instant::now();
        tabs.one("3", "tab.session.signOut()").await?;
        let outcomes = tabs.outcomes(&all).await?;
        let ended = begun.elapsed();
        assert!(ended < SOON, "ended only after {ended:?}");
        assert_eq!(outcomes, json!({ "ERR_SESSION_ENDED": 15 }));

        user.order("release").await?;
        tabs.until(&["1"], "tab.settled === 1").await?;
        // Its answer has long been read when that of a request made after it has.
        let outcomes = answers(&tabs, &all).await?;
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        println!("  all waiters rejected after {ended:?}");
        assert_eq!(outcomes, json!({ "ERR_BAD_REQUEST": 3 }));
        tabs.until(&all, "tab.session.state === 'signed-out'")
            .await?;
        let stored = tabs.all(&all, "tab.stored()").await?;
        assert_eq!(stored, vec![json!([null, null]); 3]);
        let ends = tabs.all(&all, "tab.ends").await?;
        let elsewhere = json!(["signed-out-elsewhere"]);
        assert_eq!(ends[..2], [elsewhere.clone(), elsewhere]);
        assert_eq!(counts["refreshed"], 1, "the late answer: {counts}");
        Ok(())
    })
    .await
}

async fn a_request_of_one_user_is_never_sent_as_another_who_signs_in_elsewhere(
    browser: Browser,
) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let (first, second) = (server.user().await?, server.user().await?);
        let (all, waiting) = (["1", "2", "3"], ["1", "2"]);
        tabs.open(&all, &json!({ "backEnd": "a", "stubborn": true }))
            .await?;
        tabs.sign_in("1", &all, &first.credentials).await?;
        first.order("expire").await?;
        first.order("hold").await?;
        let post = "tab.start(5, (number) => tab.api.post('/echo', { number }))";
        tabs.one("1", post).await?;
        first.until("held=1").await?;
        tabs.one("2", post).await?;
        tabs.until(&["2"], "tab.seen('waiting')").await?;

        let begun = Instant::now();
        let sign_in = format!("tab.signIn({})", second.credentials);
        tabs.one("3", &sign_in).await?;
        let tokens = tabs.one("3", "tab.stored()").await?;
        let outcomes = tabs.outcomes(&waiting).await?;
        assert_eq!(outcomes, json!({ "ERR_SESSION_CHANGED": 10 }));
        let ended = begun.elapsed();
        assert!(ended < SOON, "ended only after {ended:?}");

        first.order("release").await?;
        tabs.until(&["1"], "tab.settled === 1").await?;
        assert_eq!(first.counts().await?["refreshed"], 1, "the late answer");
        let counts = second.counts().await?;
        assert_eq!(counts["calls"], 0, "{counts}");
        let name = &second.credentials["username"];
        let whose = "tab.api.get('/me').then(({ data }) => data.user)";
        assert_eq!(tabs.all(&all, whose).await?, vec![name.clone(); 3]);
        assert_eq!(tabs.all(&all, "tab.stored()").await?, vec![tokens; 3]);
        measured(browser, begun, &second.counts().await?);
        Ok(())
    })
    .await
}

async fn without_locks_a_late_refusal_adopts_what_another_tab_has_stored(
    browser: Browser,
) -> Result<()> {
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

async fn without_locks_a_refused_refresh_reads_the_store_again(browser: Browser) -> Result<()> {
    served_and_refused(browser, &json!({ "backEnd": "a", "deaf": true })).await
}

async fn without_locks_a_late_refusal_of_a_refresh_ends_nothing(browser: Browser) -> Result<()> {
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

async fn without_locks_nobody_is_logged_out_by_a_race_that_the_server_allows(
    browser: Browser,
) -> Result<()> {
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

async fn without_locks_a_sign_out_reaches_the_other_tabs(browser: Browser) -> Result<()> {
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
        // Its refresh is lost, and not spent.
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
        // Awake again, it goes on with what the others have stored.
        tabs.outcomes(&["1"]).await?;
        assert_eq!(answers(&tabs, &all).await?, json!({ "200": 3 }));
        let counts = user.counts().await?;
        measured(browser, begun, &counts);
        assert_eq!(counts["reuse"], 0, "{counts}");
        assert_eq!(tabs.all(&all, "tab.ends").await?, vec![json!([]); 3]);
        Ok(())
    })
    .await
}

/// What becomes of one more request in each tab.
async fn answers(tabs: &Tabs, names: &[&str]) -> Result<Value> {
    tabs.all(names, "tab.start(1)").await?;
    tabs.outcomes(names).await
}

async fn assert_no_locks(tabs: &Tabs, names: &[&str]) -> Result<()> {
    let found = tabs.all(names, "!!navigator.locks").await?;
    assert_eq!(found, vec![json!(false); names.len()]);
    let secure = tabs.one(names[0], "isSecureContext").await?;
    println!("  a secure context: {secure}");
    Ok(())
}

fn measured(browser: Browser, begun: Instant, counts: &Value) {
    println!("  {browser:?}, after {:?}: {counts}", begun.elapsed());
}

fn sum(counts: &[Value]) -> u64 {
    counts.iter().filter_map(Value::as_u64).sum()
}
