//! Options as users write them, right and wrong.

use super::*;
use crate::session::reply::ReplyPaths;
use crate::value::json::{Json, record, text};

fn show(number: f64) -> String {
    number.to_string()
}

fn check(members: &[(&str, Json)]) -> Result<SessionOptions<()>, BadOption> {
    let mut all = vec![("refresh", text("/auth/refresh"))];
    all.retain(|(key, _)| members.iter().all(|(other, _)| other != key));
    all.extend(members.iter().cloned());
    SessionOptions::check(record(&all), show)
}

fn message(members: &[(&str, Json)]) -> String {
    check(members).expect_err("these options are wrong").0
}

/// Options whose `refresh` is a request with these members.
fn with_request(members: &[(&str, Json)]) -> SessionOptions<()> {
    let mut all = vec![("url", text("/r"))];
    all.extend(members.iter().cloned());
    check(&[("refresh", record(&all))]).unwrap()
}

#[test]
fn a_url_is_all_that_is_needed() {
    let options = check(&[]).unwrap();
    assert_eq!(options.storage(), &Value::Missing);
    assert_eq!(options.access_key(), "accessToken");
    assert_eq!(options.refresh_key(), "refreshToken");
    assert_eq!(
        (options.header(), options.scheme()),
        ("Authorization", "Bearer")
    );
    assert!(options.hold());
    assert!(options.expired().covers(401) && !options.expired().covers(403));
    assert!(!options.expired().needs_body());
    let refresh = options.refresh();
    assert_eq!(
        (&*refresh.method(), refresh.url()),
        ("POST", "/auth/refresh")
    );
    assert_eq!(
        (refresh.carrier(), refresh.name()),
        (Carrier::Json, "refreshToken")
    );
    assert_eq!((refresh.timeout(), refresh.retries()), (10_000, 2));
    assert!(!refresh.is_ambient());
}

#[test]
fn a_waiter_waits_longer_than_the_longest_refresh_unless_told_otherwise() {
    let timeout = |members: &[(&str, Json)]| check(members).unwrap().waiter_timeout();
    assert_eq!(timeout(&[]), 3 * 10_000 + 900 + 5_000);
    assert_eq!(timeout(&[("waiterTimeout", Value::Number(250.0))]), 250);
}

#[test]
fn the_refresh_token_travels_in_five_ways() {
    let sent = |send: &str, name: Option<&str>| {
        let mut members = vec![("send", text(send))];
        members.extend(name.map(|name| ("name", text(name))));
        let options = with_request(&members);
        let refresh = options.refresh();
        let (name, scheme) = (refresh.name().to_string(), refresh.scheme().to_string());
        (refresh.carrier(), refresh.method(), name, scheme)
    };
    let way = |carrier, method: &str, name: &str, scheme: &str| {
        (carrier, method.into(), name.into(), scheme.into())
    };
    assert_eq!(
        sent("json", Some("rt")),
        way(Carrier::Json, "POST", "rt", "")
    );
    assert_eq!(
        sent("form", None),
        way(Carrier::Form, "POST", "refresh_token", "")
    );
    assert_eq!(
        sent("query", Some("r")),
        way(Carrier::Query, "GET", "r", "")
    );
    assert_eq!(sent("cookie", None).0, Carrier::Cookie);
    let same = way(Carrier::Header, "POST", "Authorization", "Bearer");
    assert_eq!(sent("header", None), same);
    let other = way(Carrier::Header, "POST", "X-Refresh", "");
    assert_eq!(sent("header", Some("X-Refresh")), other);
}

#[test]
fn a_form_carries_the_grant_type_that_the_standard_requires() {
    let form = with_request(&[("send", text("form"))]);
    assert_eq!(form.refresh().extra(), [("grant_type", "refresh_token")]);
    let own = record(&[("grant_type", text("custom"))]);
    let own = with_request(&[("send", text("form")), ("extra", own)]);
    assert_eq!(own.refresh().extra(), [("grant_type", "custom")]);
}

#[test]
fn a_cookie_or_a_function_needs_no_refresh_token() {
    assert!(
        with_request(&[("send", text("cookie"))])
            .refresh()
            .is_ambient()
    );
    let function = check(&[("refresh", Value::Function(()))]).unwrap();
    assert!(function.refresh().is_ambient());
    assert!(function.refresh().function().is_some());
}

#[test]
fn the_token_endpoint_has_options_of_its_own() {
    let options = with_request(&[
        ("baseURL", text("")),
        ("method", text("put")),
        ("extra", record(&[("client_id", text("app"))])),
        ("headers", record(&[("X-CSRF", text("1"))])),
        ("reply", record(&[("accessToken", text("data.jwt"))])),
        ("refused", record(&[("code", Value::Number(50008.0))])),
        ("timeout", Value::Number(1_500.0)),
        ("retries", Value::Number(0.0)),
    ]);
    let refresh = options.refresh();
    assert_eq!(refresh.base_url(), Some(""));
    assert_eq!(refresh.method(), "PUT");
    assert_eq!(refresh.extra(), [("client_id", "app")]);
    assert_eq!(refresh.headers(), [("X-CSRF", "1")]);
    let paths = ReplyPaths {
        access_token: Some("data.jwt"),
        refresh_token: None,
    };
    assert_eq!(refresh.reply_paths(), paths);
    assert!(refresh.is_refused(200, &record(&[("code", Value::Number(50008.0))])));
    assert!(!refresh.is_refused(200, &record(&[("code", Value::Number(20000.0))])));
    assert_eq!((refresh.timeout(), refresh.retries()), (1_500, 0));
}

#[test]
fn without_a_rule_of_its_own_a_refresh_is_refused_by_status_alone() {
    assert!(!with_request(&[]).refresh().is_refused(401, &Value::Missing));
}

#[test]
fn public_paths_begin_with_a_slash() {
    let public = Value::List(vec![
        text("auth/login"),
        text("/register"),
        Value::Pattern(()),
    ]);
    let options = check(&[("public", public)]).unwrap();
    let exact = |path: &str| PublicPath::Exact(path.into());
    let expected = [
        exact("/auth/login"),
        exact("/register"),
        PublicPath::Pattern(()),
    ];
    assert_eq!(options.public(), expected);
}

#[test]
fn a_wrong_option_is_told_with_its_path_its_value_what_it_takes_and_the_nearest_name() {
    for (members, expected) in [
        (
            vec![("storage", text("locl"))],
            "session.storage got \"locl\"; it takes \"local\", \"session\", \"memory\" or an object \
             with getItem, setItem and removeItem; did you mean \"local\"?",
        ),
        (
            vec![(
                "refresh",
                record(&[("url", text("/r")), ("sned", text("json"))]),
            )],
            "session.refresh.sned is no option; there are url, baseURL, method, send, name, extra, \
             headers, reply, refused, timeout, retries; did you mean \"send\"?",
        ),
        (
            vec![("waiterTimeout", Value::Number(-1.5))],
            "session.waiterTimeout got -1.5; it takes milliseconds, 0 or more",
        ),
        (
            vec![("refresh", Value::Null)],
            "session.refresh got null; it takes the URL of the token endpoint, a request such as \
             { url: \"/auth/refresh\" }, or a function",
        ),
        (
            vec![("expired", record(&[("status", text("401"))]))],
            "session.expired.status got \"401\"; it takes a status from 100 to 599, or an array of them",
        ),
        (
            vec![(
                "keys",
                record(&[("accessToken", text("t")), ("refreshToken", text("t"))]),
            )],
            "session.keys got an object; it takes two different keys",
        ),
        (
            vec![("expired", record(&[("codePath", text("error.code"))]))],
            "session.expired got an object; it takes one of status and code at least",
        ),
        (
            vec![("header", text("X Token"))],
            "session.header got \"X Token\"; it takes the name of a header",
        ),
        (
            vec![("hold", text("yes"))],
            "session.hold got \"yes\"; it takes true or false",
        ),
    ] {
        assert_eq!(message(&members), expected);
    }
}

#[test]
fn a_session_without_a_refresh_is_told_what_is_missing() {
    let told = |options: Json| {
        let bad = SessionOptions::check(options, show);
        bad.expect_err("these options are wrong").0
    };
    assert!(told(record(&[])).starts_with("session.refresh got undefined; it takes the URL"));
    let without_url = record(&[("refresh", record(&[("send", text("json"))]))]);
    assert!(told(without_url).starts_with("session.refresh.url got undefined; it takes the URL"));
    assert_eq!(
        told(text("/auth/refresh")),
        "session got \"/auth/refresh\"; it takes an object"
    );
}
