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

fn read(members: &[(&str, Json)]) -> Result<SessionOptions<()>, BadOption<()>> {
    let mut all = vec![("refresh", text("/auth/refresh"))];
    all.retain(|(key, _)| members.iter().all(|(other, _)| other != key));
    all.extend(members.iter().cloned());
    let origin_of = |url: &str| {
        url.starts_with("https://")
            .then(|| url.trim_end_matches('/').into())
    };
    session(&record(&all), origin_of)
}

fn message(members: &[(&str, Json)]) -> String {
    let bad = read(members).expect_err("these options are wrong");
    bad.message(|number| number.to_string())
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
    assert_eq!(options.login_url.as_deref(), Some("/login"));
    assert!(options.hold);
    assert!(matches!(options.expired, Expired::By(rule) if rule == Refusal::by_status(401)));
    let RefreshBy::Request(request) = options.refresh else {
        panic!("not a request");
    };
    assert_eq!((&*request.method, &*request.url), ("POST", "/auth/refresh"));
    assert_eq!(request.send, Carrier::Json("refreshToken".into()));
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
    assert_eq!(send("json", Some("rt")).send, Carrier::Json("rt".into()));
    let form = send("form", None);
    assert_eq!(form.send, Carrier::Form("refresh_token".into()));
    assert_eq!(form.extra, [("grant_type".into(), "refresh_token".into())]);
    let query = send("query", Some("refresh_token"));
    assert_eq!(query.send, Carrier::Query("refresh_token".into()));
    assert_eq!(query.method, "GET");
    assert_eq!(send("cookie", None).send, Carrier::Cookie);
    let header = |name: &str, scheme: &str| Carrier::Header {
        name: name.into(),
        scheme: scheme.into(),
    };
    assert_eq!(send("header", None).send, header("Authorization", "Bearer"));
    assert_eq!(
        send("header", Some("X-Refresh")).send,
        header("X-Refresh", "")
    );
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
    let rule = |members: &[(&str, Json)]| match read(&[("expired", record(members))]) {
        Ok(options) => match options.expired {
            Expired::By(rule) => rule,
            Expired::Asked(()) => panic!("a rule"),
        },
        Err(bad) => panic!("{bad:?}"),
    };
    let forbidden = rule(&[
        ("status", Value::Number(403.0)),
        ("code", text("TOKEN_EXPIRED")),
    ]);
    assert_eq!(forbidden.statuses, [403]);
    assert_eq!(forbidden.codes, [Code::Text("TOKEN_EXPIRED".into())]);
    let several = Value::List(vec![Value::Number(401.0), Value::Number(419.0)]);
    assert_eq!(rule(&[("status", several)]).statuses, [401, 419]);
    assert_eq!(rule(&[("code", Value::Number(1.0))]).statuses, [401]);
    let asked = read(&[("expired", Value::Function(()))]).unwrap();
    assert!(matches!(asked.expired, Expired::Asked(())));
}

#[test]
fn login_url_false_means_no_redirect() {
    let options = read(&[("loginURL", Value::Bool(false))]).unwrap();
    assert_eq!(options.login_url, None);
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
            vec![("header", text("X Token"))],
            "session.header got \"X Token\"; it takes the name of a header",
        ),
        (
            vec![("origins", Value::List(vec![text("api.example.com")]))],
            "session.origins got an array; it takes an array of origins such as \
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
    let bad = session(&record(&[]), |_| None).expect_err("refresh is required");
    assert_eq!(bad.path, "session.refresh");
    let bad = session(&text("/auth/refresh"), |_| None).expect_err("not an object");
    assert_eq!(bad.path, "session");
}
