//! Options as users write them, right and wrong.

use super::*;
use crate::session::reply::ReplyPaths;

type Json = Value<()>;

fn record(members: &[(&str, Json)]) -> Json {
    let members = members
        .iter()
        .map(|(key, value)| ((*key).into(), value.clone()));
    Value::Record((), members.collect())
}

fn text(value: &str) -> Json {
    Value::Text(value.into())
}

fn show(number: f64) -> String {
    number.to_string()
}

fn read(members: &[(&str, Json)]) -> Result<SessionOptions<()>, BadOption> {
    let mut all = vec![("refresh", text("/auth/refresh"))];
    all.retain(|(key, _)| members.iter().all(|(other, _)| other != key));
    all.extend(members.iter().cloned());
    let origin_of = |url: &str| {
        url.starts_with("https://")
            .then(|| url.trim_end_matches('/').into())
    };
    session(&record(&all), origin_of, show)
}

fn message(members: &[(&str, Json)]) -> String {
    read(members).expect_err("these options are wrong").0
}

fn request(members: &[(&str, Json)]) -> RefreshRequest {
    let mut all = vec![("url", text("/r"))];
    all.extend(members.iter().cloned());
    match read(&[("refresh", record(&all))]).map(|options| options.refresh) {
        Ok(RefreshBy::Request(request)) => request,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_url_is_all_that_is_needed() {
    let options = read(&[]).unwrap();
    assert_eq!(options.storage, Storage::Local);
    assert_eq!(options.keys.access_token, "accessToken");
    assert_eq!(options.keys.refresh_token, "refreshToken");
    assert_eq!(
        (&*options.header, &*options.scheme),
        ("Authorization", "Bearer")
    );
    assert!(options.hold);
    assert_eq!(options.expired.statuses, [401]);
    assert!(!options.expired.needs_body());
    let RefreshBy::Request(request) = options.refresh else {
        panic!("not a request");
    };
    assert_eq!((&*request.method, &*request.url), ("POST", "/auth/refresh"));
    assert_eq!(
        (request.send, &*request.name),
        (Carrier::Json, "refreshToken")
    );
    assert_eq!((request.timeout, request.retries), (10_000, 2));
}

#[test]
fn a_waiter_waits_longer_than_the_longest_refresh_unless_told_otherwise() {
    assert_eq!(read(&[]).unwrap().waiter_timeout, 3 * 10_000 + 900 + 5_000);
    let options = read(&[("waiterTimeout", Value::Number(250.0))]).unwrap();
    assert_eq!(options.waiter_timeout, 250);
}

#[test]
fn the_refresh_token_travels_in_five_ways() {
    let send = |send, name: Option<&str>| {
        let mut members = vec![("send", text(send))];
        members.extend(name.map(|name| ("name", text(name))));
        request(&members)
    };
    let json = send("json", Some("rt"));
    assert_eq!((json.send, &*json.name), (Carrier::Json, "rt"));
    let form = send("form", None);
    assert_eq!((form.send, &*form.name), (Carrier::Form, "refresh_token"));
    assert_eq!(form.extra, [("grant_type".into(), "refresh_token".into())]);
    let query = send("query", Some("refresh_token"));
    assert_eq!(
        (query.send, &*query.name, &*query.method),
        (Carrier::Query, "refresh_token", "GET")
    );
    assert_eq!(send("cookie", None).send, Carrier::Cookie);
    let same = send("header", None);
    assert_eq!((&*same.name, &*same.scheme), ("Authorization", "Bearer"));
    let other = send("header", Some("X-Refresh"));
    assert_eq!((&*other.name, &*other.scheme), ("X-Refresh", ""));
}

#[test]
fn the_token_endpoint_has_options_of_its_own() {
    let request = request(&[
        ("baseURL", text("")),
        ("method", text("put")),
        ("extra", record(&[("client_id", text("app"))])),
        ("headers", record(&[("X-CSRF", text("1"))])),
        ("reply", record(&[("accessToken", text("data.jwt"))])),
        ("refused", record(&[("code", Value::Number(50008.0))])),
        ("timeout", Value::Number(1_500.0)),
        ("retries", Value::Number(0.0)),
    ]);
    assert_eq!(request.base_url.as_deref(), Some(""));
    assert_eq!(request.method, "PUT");
    assert_eq!(request.extra, [("client_id".into(), "app".into())]);
    assert_eq!(request.headers, [("X-CSRF".into(), "1".into())]);
    let paths = ReplyPaths {
        access_token: Some("data.jwt".into()),
        refresh_token: None,
    };
    assert_eq!(request.reply, paths);
    assert_eq!(request.refused.unwrap().codes, [Code::Number(50008.0)]);
    assert_eq!((request.timeout, request.retries), (1_500, 0));
}

#[test]
fn expiry_shows_by_status_by_code_or_by_a_function() {
    let rule = |members: &[(&str, Json)]| read(&[("expired", record(members))]).unwrap().expired;
    let forbidden = rule(&[
        ("status", Value::Number(403.0)),
        ("code", text("TOKEN_EXPIRED")),
    ]);
    assert_eq!(forbidden.statuses, [403]);
    assert_eq!(forbidden.codes, [Code::Text("TOKEN_EXPIRED".into())]);
    let several = Value::List(vec![Value::Number(401.0), Value::Number(419.0)]);
    assert_eq!(rule(&[("status", several)]).statuses, [401, 419]);
    assert_eq!(rule(&[("code", Value::Number(1.0))]).statuses, [401]);
    assert!(read(&[("expired", Value::Function(()))]).is_ok());
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
            vec![("origins", Value::List(vec![text("api.example.com")]))],
            "session.origins got \"api.example.com\"; it takes an origin such as \
             \"https://api.example.com\"",
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
        session(&options, |_| None, show)
            .expect_err("refresh is required")
            .0
    };
    assert!(told(record(&[])).starts_with("session.refresh got undefined; it takes the URL"));
    let without_url = record(&[("refresh", record(&[("send", text("json"))]))]);
    assert!(told(without_url).starts_with("session.refresh.url got undefined; it takes the URL"));
    assert_eq!(
        told(text("/auth/refresh")),
        "session got \"/auth/refresh\"; it takes an object"
    );
}
