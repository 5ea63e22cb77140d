//! Each back end's convention, from log-in to refusal.

use axum::http::StatusCode;
use serde_json::json;

use super::scenario::Scenario;

#[tokio::test]
async fn a_refuses_everything_by_403_and_a_code_and_rotates() {
    let server = Scenario::new();
    let wrong = json!({ "username": "alice", "password": "wrong" });
    let refused = server.post("/a/auth/login", &[], wrong).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.body["code"], "BAD_CREDENTIALS");

    let login = server.login("/a/auth/login").await;
    let access = login.text("/accessToken");
    assert_eq!(server.me("a", &access).await.body["user"], "alice");

    server.control("expire", json!({})).await;
    let expired = server.me("a", &access).await;
    assert_eq!(expired.status, StatusCode::FORBIDDEN);
    assert_eq!(expired.body["code"], "TOKEN_EXPIRED");

    let spent = json!({ "refreshToken": login.text("/refreshToken") });
    let refreshed = server.post("/a/auth/refresh", &[], spent.clone()).await;
    assert_eq!(
        server.me("a", &refreshed.text("/accessToken")).await.status,
        StatusCode::OK
    );

    let reused = server.post("/a/auth/refresh", &[], spent).await;
    assert_eq!(reused.status, StatusCode::FORBIDDEN);
    assert_eq!(reused.body["code"], "REFRESH_REFUSED");
    let newest = json!({ "refreshToken": refreshed.text("/newRefreshToken") });
    let revoked = server.post("/a/auth/refresh", &[], newest).await;
    assert_eq!(revoked.body["code"], "REFRESH_REFUSED");
    assert_eq!(server.count("reuse", 0).await, 1);

    let forbidden = server.get("/a/admin", &[]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    assert_eq!(forbidden.body["code"], "FORBIDDEN");
}

#[tokio::test]
async fn b_answers_401_and_keeps_the_refresh_token() {
    let server = Scenario::new();
    let login = server.login("/b/login").await;
    server.control("expire", json!({})).await;
    let expired = server.me("b", &login.text("/token")).await;
    assert_eq!(expired.status, StatusCode::UNAUTHORIZED);

    let body = json!({ "refreshToken": login.text("/refreshToken") });
    for _ in 0..2 {
        let refreshed = server.post("/b/refresh-token", &[], body.clone()).await;
        assert_eq!(
            server.me("b", &refreshed.text("/token")).await.status,
            StatusCode::OK
        );
        assert!(refreshed.body.get("refreshToken").is_none());
    }
    let unknown = json!({ "refreshToken": "unknown" });
    let refused = server.post("/b/refresh-token", &[], unknown).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn c_speaks_in_envelopes_and_x_token() {
    let server = Scenario::new();
    let login = server.login("/c/user/login").await;
    assert_eq!(login.body["code"], 20000);
    let access = login.text("/data/access_token");
    let me = server.get("/c/me", &[("x-token", &access)]).await;
    assert_eq!(
        (&me.body["code"], &me.body["data"]["user"]),
        (&json!(20000), &json!("alice"))
    );

    server.control("expire", json!({})).await;
    let expired = server.get("/c/me", &[("x-token", &access)]).await;
    assert_eq!(expired.status, StatusCode::UNAUTHORIZED);
    assert_eq!(expired.body["code"], 50014);

    let refresh = login.text("/data/refresh_token");
    let path = "/c/sys/user/refreshtoken";
    let refreshed = server.post(path, &[("x-token", &refresh)], json!({})).await;
    let access = refreshed.text("/data/access_token");
    assert_eq!(
        server.get("/c/me", &[("x-token", &access)]).await.status,
        StatusCode::OK
    );
    let refused = server.post(path, &[("x-token", &access)], json!({})).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.body["code"], 50015);

    let forbidden = server.get("/c/forbidden", &[]).await;
    assert_eq!(forbidden.status, StatusCode::UNAUTHORIZED);
    assert_eq!(forbidden.body["code"], 50008);
}

#[tokio::test]
async fn d_refreshes_by_a_get_and_rotates() {
    let server = Scenario::new();
    assert_eq!(server.get("/d/aaa", &[]).await.body, "aaa");
    let refused = server.get("/d/bbb", &[]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.body["statusCode"], 401);

    let login = server.login("/d/user/login").await;
    let path = format!(
        "/d/user/refresh?refresh_token={}",
        login.text("/refresh_token")
    );
    let refreshed = server.get(&path, &[]).await;
    let bearer = format!("Bearer {}", refreshed.text("/access_token"));
    assert_eq!(
        server
            .get("/d/bbb", &[("authorization", &bearer)])
            .await
            .body,
        "bbb"
    );
    assert_ne!(
        refreshed.text("/refresh_token"),
        login.text("/refresh_token")
    );

    let reused = server.get(&path, &[]).await;
    assert_eq!(reused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reused.body["statusCode"], 401);
}

#[tokio::test]
async fn e_is_an_oauth_token_endpoint() {
    let server = Scenario::new();
    let password = "grant_type=password&username=alice&password=everfetch&client_id=everfetch-demo";
    let login = server.post_form("/e/token", password).await;
    assert_eq!(login.body["token_type"], "Bearer");
    assert_eq!(login.body["expires_in"], 3600);

    server.control("expire", json!({})).await;
    let expired = server.me("e", &login.text("/access_token")).await;
    assert_eq!(expired.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        expired.headers["www-authenticate"],
        r#"Bearer error="invalid_token""#
    );

    let refresh = format!(
        "grant_type=refresh_token&refresh_token={}&client_id=everfetch-demo",
        login.text("/refresh_token")
    );
    let refreshed = server.post_form("/e/token", &refresh).await;
    assert_eq!(
        server
            .me("e", &refreshed.text("/access_token"))
            .await
            .status,
        StatusCode::OK
    );
    let reused = server.post_form("/e/token", &refresh).await;
    assert_eq!(reused.status, StatusCode::BAD_REQUEST);
    assert_eq!(reused.body["error"], "invalid_grant");

    let as_json = server
        .post("/e/token", &[], json!({ "grant_type": "password" }))
        .await;
    assert_eq!(as_json.status, StatusCode::BAD_REQUEST);
    assert_eq!(as_json.body["error"], "invalid_request");
}

#[tokio::test]
async fn f_keeps_the_refresh_token_in_a_cookie_and_wants_a_csrf_header() {
    let server = Scenario::new();
    let login = server.login("/f/auth/login").await;
    assert_eq!(login.body["expiresIn"], 3600);
    assert!(login.body.get("refreshToken").is_none());
    let set_cookie = login.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/f/auth"] {
        assert!(set_cookie.contains(part), "{set_cookie}");
    }

    let cookie = login.cookie();
    let path = "/f/auth/refresh";
    let bare = server.post(path, &[("cookie", &cookie)], json!({})).await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN);
    let headers = [("cookie", cookie.as_str()), ("x-csrf", "1")];
    let refreshed = server.post(path, &headers, json!({})).await;
    assert_eq!(
        server.me("f", &refreshed.text("/accessToken")).await.status,
        StatusCode::OK
    );
    assert_ne!(refreshed.cookie(), cookie);

    let cookie = refreshed.cookie();
    let logout = server
        .post("/f/auth/logout", &[("cookie", &cookie)], json!({}))
        .await;
    assert_eq!(logout.cookie(), "refresh=");
    let headers = [("cookie", cookie.as_str()), ("x-csrf", "1")];
    let refused = server.post(path, &headers, json!({})).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn g_answers_200_always_and_tells_by_code() {
    let server = Scenario::new();
    let login = server.login("/g/user/login").await;
    let access = login.text("/data/accessToken");
    assert_eq!(server.me("g", &access).await.body["code"], 20000);

    server.control("expire", json!({})).await;
    let expired = server.me("g", &access).await;
    assert_eq!(
        (expired.status, &expired.body["code"]),
        (StatusCode::OK, &json!(50014))
    );

    let spent = json!({ "refreshToken": login.text("/data/refreshToken") });
    let refreshed = server.post("/g/user/refresh", &[], spent.clone()).await;
    assert_eq!(
        server
            .me("g", &refreshed.text("/data/accessToken"))
            .await
            .body["code"],
        20000
    );
    let reused = server.post("/g/user/refresh", &[], spent).await;
    assert_eq!(
        (reused.status, &reused.body["code"]),
        (StatusCode::OK, &json!(50008))
    );
}

#[tokio::test]
async fn a_token_of_one_back_end_is_no_good_at_another() {
    let server = Scenario::new();
    let login = server.login("/a/auth/login").await;
    let elsewhere = server.me("b", &login.text("/accessToken")).await;
    assert_eq!(elsewhere.status, StatusCode::UNAUTHORIZED);
    let body = json!({ "refreshToken": login.text("/refreshToken") });
    let refused = server.post("/b/refresh-token", &[], body).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn echo_tells_what_arrived() {
    let server = Scenario::new();
    let login = server.login("/a/auth/login").await;
    let bearer = format!("Bearer {}", login.text("/accessToken"));
    let headers = [("authorization", bearer.as_str()), ("x-mine", "7")];
    let echo = server
        .post("/a/echo?q=1&q=2", &headers, json!({ "n": 1 }))
        .await
        .body;
    assert_eq!(echo["method"], "POST");
    assert_eq!(echo["path"], "/a/echo");
    assert_eq!(echo["search"], "q=1&q=2");
    assert_eq!(echo["headers"]["x-mine"], "7");
    assert_eq!(echo["body"], r#"{"n":1}"#);
}

#[tokio::test]
async fn mirror_gives_back_what_arrived_to_who_is_signed_in() {
    let server = Scenario::new();
    let anonymous = server.post("/a/mirror", &[], json!({ "n": 1 })).await;
    assert_eq!(anonymous.status, StatusCode::FORBIDDEN);
    let login = server.login("/a/auth/login").await;
    let bearer = format!("Bearer {}", login.text("/accessToken"));
    let headers = [("authorization", bearer.as_str())];
    let mirrored = server.post("/a/mirror", &headers, json!({ "n": 1 })).await;
    assert_eq!(mirrored.headers["content-type"], "application/json");
    assert_eq!(mirrored.body, json!({ "n": 1 }));
}

#[tokio::test]
async fn an_item_is_as_large_as_asked_for_by_whatever_method() {
    let server = Scenario::new();
    let login = server.login("/a/auth/login").await;
    let bearer = format!("Bearer {}", login.text("/accessToken"));
    let headers = [("authorization", bearer.as_str())];
    let item = server
        .post("/a/items/7?size=50000", &headers, json!({}))
        .await;
    assert_eq!(item.body["id"], 7);
    let bytes = item.body.to_string().len();
    assert!((50_000..50_200).contains(&bytes), "{bytes}");
}
