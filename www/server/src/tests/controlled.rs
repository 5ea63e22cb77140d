//! The control interface: expiry on demand, faults, holds, counts.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::scenario::{Answer, Scenario};

/// Logs in at A; the body of its refresh.
async fn signed_in(server: &Scenario) -> (String, Value) {
    let login = server.login("/a/auth/login").await;
    let body = json!({ "refreshToken": login.text("/refreshToken") });
    (login.text("/accessToken"), body)
}

async fn refresh(server: &Scenario, body: &Value) -> Answer {
    server.post("/a/auth/refresh", &[], body.clone()).await
}

#[tokio::test]
async fn expiry_on_demand_spares_the_tokens_issued_afterwards() {
    let server = Scenario::new();
    let (before, _) = signed_in(&server).await;
    server.control("expire", json!({})).await;
    let (after, _) = signed_in(&server).await;
    assert_eq!(server.me("a", &before).await.status, StatusCode::FORBIDDEN);
    assert_eq!(server.me("a", &after).await.status, StatusCode::OK);
    assert_eq!(server.count("calls", 2).await, 2);
    assert_eq!(server.count("refused", 1).await, 1);
}

#[tokio::test]
async fn a_lifetime_of_nothing_is_expired_from_the_first_moment() {
    let server = Scenario::new();
    server.control("lifetime", json!({ "access": 0 })).await;
    let (access, body) = signed_in(&server).await;
    assert_eq!(server.me("a", &access).await.body["code"], "TOKEN_EXPIRED");
    server.control("lifetime", json!({ "access": 60 })).await;
    let access = refresh(&server, &body).await.text("/accessToken");
    assert_eq!(server.me("a", &access).await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_hit_the_next_refreshes_in_order_and_spend_no_token() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    server
        .control(
            "refresh",
            json!({ "times": 2, "action": "status", "status": 429, "retryAfter": 3 }),
        )
        .await;
    server
        .control("refresh", json!({ "action": "refuse" }))
        .await;
    for _ in 0..2 {
        let limited = refresh(&server, &body).await;
        assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(limited.headers["retry-after"], "3");
    }
    assert_eq!(
        refresh(&server, &body).await.body["code"],
        "REFRESH_REFUSED"
    );
    assert_eq!(refresh(&server, &body).await.status, StatusCode::OK);
    assert_eq!(server.count("refreshes", 4).await, 4);
    assert_eq!(server.count("refreshed", 1).await, 1);
}

#[tokio::test]
async fn odd_answers_look_as_they_are_named() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    for action in [
        "html",
        "no-content",
        "no-token",
        "bad-token",
        "server-error",
    ] {
        server.control("refresh", json!({ "action": action })).await;
    }
    let html = refresh(&server, &body).await;
    assert!(
        html.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(refresh(&server, &body).await.status, StatusCode::NO_CONTENT);
    assert_eq!(refresh(&server, &body).await.body, json!({}));
    assert!(
        refresh(&server, &body)
            .await
            .text("/accessToken")
            .contains("\r\n")
    );
    let failed = refresh(&server, &body).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    refresh(&server, &body).await.text("/newRefreshToken");
}

#[tokio::test]
async fn a_held_refresh_waits_for_its_release() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    server.control("hold", json!({})).await;
    let held = tokio::spawn({
        let server = server.clone();
        async move { refresh(&server, &body).await }
    });
    assert_eq!(server.count("held", 1).await, 1);
    assert!(!held.is_finished());
    server.control("release", json!({})).await;
    held.await.unwrap().text("/accessToken");
    assert_eq!(server.count("held", 0).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_slow_refresh_takes_as_long_as_was_asked_for() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    server.control("slow", json!({ "refresh": 600 })).await;
    let began = tokio::time::Instant::now();
    refresh(&server, &body).await.text("/accessToken");
    assert!(began.elapsed().as_millis() >= 600);
    server.control("reset", json!({})).await;
    assert_eq!(server.get("/control/alice", &[]).await.body["faults"], 0);
}

#[tokio::test]
async fn a_client_that_goes_away_is_held_no_longer() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    server.control("hold", json!({})).await;
    let held = tokio::spawn({
        let (server, body) = (server.clone(), body.clone());
        async move { refresh(&server, &body).await }
    });
    server.count("held", 1).await;
    held.abort();
    assert!(held.await.unwrap_err().is_cancelled());
    assert_eq!(server.count("held", 0).await, 0);
    server.control("release", json!({})).await;
    refresh(&server, &body).await.text("/accessToken");
}

#[tokio::test]
async fn fresh_tokens_can_be_refused_as_well() {
    let server = Scenario::new();
    server.control("refuse-access", json!({ "on": true })).await;
    let (access, _) = signed_in(&server).await;
    assert_eq!(server.me("a", &access).await.body["code"], "TOKEN_EXPIRED");
    server
        .control("refuse-access", json!({ "on": false }))
        .await;
    assert_eq!(server.me("a", &access).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_reset_forgets_counts_and_faults() {
    let server = Scenario::new();
    let (_, body) = signed_in(&server).await;
    server
        .control("refresh", json!({ "times": 9, "action": "refuse" }))
        .await;
    refresh(&server, &body).await;
    server.control("reset", json!({})).await;
    assert_eq!(server.count("refreshes", 0).await, 0);
    refresh(&server, &body).await.text("/accessToken");
}

#[tokio::test]
async fn a_user_made_for_a_test_can_log_in() {
    let server = Scenario::new();
    let credentials = server.post("/control/users", &[], json!({})).await.body;
    let login = server.post("/a/auth/login", &[], credentials.clone()).await;
    let me = server.me("a", &login.text("/accessToken")).await;
    assert_eq!(me.body["user"], credentials["username"]);
}

#[tokio::test]
async fn nobody_controls_a_user_who_is_not_there() {
    let server = Scenario::new();
    let answer = server.post("/control/carol/expire", &[], json!({})).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
