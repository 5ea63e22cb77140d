//! A sign-out, and another user's sign-in, in one tab while others wait for a refresh.

use super::{SOON, answers, measured, share_a_cookie};
use anyhow::Result;
use everfetch_e2e::Origin::Secure;
use everfetch_e2e::{Browser, Tabs};
use serde_json::json;
use std::time::Instant;

in_every_browser! {
    a_sign_out_in_one_tab_ends_the_waiters_of_all
    what_waits_in_every_tab_goes_on_when_the_user_signs_in_again_in_one
    a_sign_out_reaches_tabs_that_share_nothing_but_a_cookie
    a_request_of_one_user_is_never_sent_as_another_who_signs_in_elsewhere
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
        // The answer of a request made later shows that its own answer has been read.
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

async fn what_waits_in_every_tab_goes_on_when_the_user_signs_in_again_in_one(
    browser: Browser,
) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let all = ["1", "2", "3"];
        tabs.open(&all, &json!({ "backEnd": "a", "parks": true }))
            .await?;
        tabs.sign_in("1", &all, &user.credentials).await?;
        user.order("expire").await?;
        user.order("hold").await?;
        user.order_with("refresh", &json!({ "action": "refuse" }))
            .await?;
        let post = "tab.start(2, (number) => tab.api.post('/echo', { number }))";
        tabs.all(&all, post).await?;
        user.until("held=1").await?;
        tabs.until(&all, "tab.seen('waiting')").await?;

        user.order("release").await?;
        tabs.until(&all, "tab.session.state === 'ended'").await?;
        let ends = tabs.all(&all, "tab.ends").await?;
        assert_eq!(ends, vec![json!(["refused"]); 3]);
        let stored = tabs.all(&all, "tab.stored()").await?;
        assert_eq!(stored, vec![json!([null, null]); 3]);

        tabs.one("2", &format!("tab.signIn({})", user.credentials))
            .await?;
        assert_eq!(tabs.outcomes(&all).await?, json!({ "200": 6 }));
        Ok(())
    })
    .await
}

async fn a_sign_out_reaches_tabs_that_share_nothing_but_a_cookie(browser: Browser) -> Result<()> {
    Tabs::run(browser, Secure, async |mut tabs, server| {
        let user = server.user().await?;
        let (all, others) = (["1", "2", "3"], ["1", "2"]);
        share_a_cookie(&mut tabs, &all, &user).await?;
        // With the cookie, each tab gets a token of its own.
        assert_eq!(answers(&tabs, &all).await?, json!({ "200": 3 }));
        user.order("expire").await?;
        user.order("hold").await?;
        tabs.one("1", "tab.start(5)").await?;
        user.until("held=1").await?;
        tabs.one("2", "tab.start(5)").await?;
        tabs.until(&["2"], "tab.seen('waiting')").await?;

        tabs.one("3", "tab.session.signOut()").await?;
        let outcomes = tabs.outcomes(&others).await?;
        assert_eq!(outcomes, json!({ "ERR_SESSION_ENDED": 10 }));
        tabs.until(&all, "tab.session.state === 'signed-out'")
            .await?;
        let ends = tabs.all(&all, "tab.ends").await?;
        let elsewhere = json!(["signed-out-elsewhere"]);
        assert_eq!(ends, [elsewhere.clone(), elsewhere, json!([])]);

        user.order("release").await?;
        tabs.until(&["1"], "tab.settled === 1").await?;
        let states = tabs.all(&all, "tab.session.state").await?;
        assert_eq!(
            states,
            vec![json!("signed-out"); 3],
            "after the late answer"
        );
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
