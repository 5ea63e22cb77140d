use super::*;
use serde_json::{Value, json};

/// The judge's findings for these records and lines of the log, whose times are their positions in the list.
fn judge(facts: &[Value]) -> Vec<String> {
    let (mut records, mut log) = (Vec::new(), Vec::new());
    for (at, fact) in facts.iter().enumerate() {
        let mut fact = fact.clone();
        if fact.get("at").is_none() {
            fact["at"] = json!(at);
        }
        if fact.get("page").is_some() {
            records.push(serde_json::from_value(fact).expect("a record"));
        } else {
            log.push(serde_json::from_value(fact).expect("a line of the log"));
        }
    }
    Evidence::new(records, log).violations()
}

fn page(page: &str, kind: &str, mut more: Value) -> Value {
    more["page"] = json!(page);
    more["kind"] = json!(kind);
    more
}

fn server(kind: &str, mut more: Value) -> Value {
    more["kind"] = json!(kind);
    more
}

fn sent(id: &str) -> Value {
    page(
        id.split('!').next().unwrap_or_default(),
        "refresh-sent",
        json!({ "id": id }),
    )
}

fn answered(id: &str) -> Value {
    page(
        id.split('!').next().unwrap_or_default(),
        "refresh-answered",
        json!({ "id": id }),
    )
}

fn read(id: &str) -> Value {
    page(
        id.split('!').next().unwrap_or_default(),
        "refresh-read",
        json!({ "id": id }),
    )
}

fn began(id: &str, token: &str) -> Value {
    server(
        "refresh-began",
        json!({ "id": id, "refresh": token, "family": 1 }),
    )
}

fn ended(id: &str, outcome: &str) -> Value {
    server("refresh-ended", json!({ "id": id, "outcome": outcome }))
}

fn assert_broken(guarantee: &str, facts: &[Value]) {
    let wrong = judge(facts);
    assert!(
        wrong.len() == 1 && wrong[0].starts_with(guarantee),
        "{guarantee} alone is broken, and the judge says {wrong:?}"
    );
}

#[test]
fn a_token_that_comes_again_after_its_answer_was_read_breaks_g4() {
    let exchange = [
        sent("t1.1!1"),
        began("t1.1!1", "r"),
        ended("t1.1!1", "granted"),
        answered("t1.1!1"),
    ];
    let again = [sent("t2.1!1"), began("t2.1!1", "r"), answered("t2.1!1")];
    assert_broken("G4", &[&exchange[..], &[read("t1.1!1")], &again].concat());
    // The answer may have been lost in the middle.
    assert_eq!(
        judge(&[&exchange[..], &again].concat()),
        Vec::<String>::new()
    );
}

#[test]
fn two_refreshes_of_one_session_at_a_time_break_g2() {
    let overlapping = [
        sent("t1.1!1"),
        began("t1.1!1", "r"),
        sent("t2.1!1"),
        began("t2.1!1", "r"),
        answered("t1.1!1"),
        answered("t2.1!1"),
    ];
    assert_broken("G2", &overlapping);
    let long = page("t1.1", "froze", json!({ "at": 1, "until": 9000 }));
    let mut blocked = overlapping.to_vec();
    blocked.insert(1, long);
    assert_eq!(judge(&blocked), Vec::<String>::new());
    let closed = page("t1", "killed", json!({}));
    let lives = page("t1.1", "lives", json!({ "atLogin": false, "family": 1 }));
    let mut closed_before = vec![lives];
    closed_before.extend_from_slice(&overlapping[..2]);
    closed_before.push(closed);
    closed_before.extend_from_slice(&overlapping[2..]);
    assert_eq!(judge(&closed_before), Vec::<String>::new());
}

#[test]
fn a_request_with_the_token_of_another_breaks_g10() {
    let call = |user: Value| {
        let made = json!({ "id": "t1.1/1", "what": "request", "user": user, "family": 1 });
        [
            server(
                "issued",
                json!({ "user": "bob", "family": 2, "access": "b" }),
            ),
            page("t1.1", "made", made),
            server(
                "call",
                json!({ "id": "t1.1/1", "access": "b", "passed": true }),
            ),
        ]
    };
    assert_broken("G10", &call(json!("alice")));
    assert_broken("G10", &call(Value::Null));
    assert_eq!(judge(&call(json!("bob"))), Vec::<String>::new());
}

#[test]
fn a_request_that_is_refused_three_times_breaks_g5() {
    let refused = server(
        "call",
        json!({ "id": "t1.1/1", "access": "a", "passed": false }),
    );
    assert_broken("G5", &vec![refused; 3]);
}

#[test]
fn an_end_that_the_server_has_not_caused_breaks_g8() {
    let end = page(
        "t1.1",
        "event",
        json!({ "type": "ended", "family": 1, "reason": "refused" }),
    );
    let outage = [began("t1.1!1", "r"), ended("t1.1!1", "unavailable")];
    assert_broken("G8", &[&outage[..], std::slice::from_ref(&end)].concat());
    let refusal = [began("t1.1!1", "r"), ended("t1.1!1", "refused")];
    assert_eq!(
        judge(&[&refusal[..], &[end]].concat()),
        Vec::<String>::new()
    );
}

#[test]
fn a_login_page_while_signed_in_breaks_g7() {
    let at_login = page("t1.2", "lives", json!({ "atLogin": true, "family": 1 }));
    let lives = page("t1.1", "lives", json!({ "atLogin": false, "family": 1 }));
    assert_broken("G7", &[lives.clone(), at_login.clone()]);
    let goes = page("t1.1", "goes", json!({}));
    assert_eq!(judge(&[lives, goes, at_login]), Vec::<String>::new());
}

#[test]
fn a_request_with_tokens_that_were_signed_out_breaks_g9() {
    let made = |at: u64| {
        let made =
            json!({ "id": "t2.1/1", "what": "request", "user": null, "family": 1, "at": at });
        [
            page("t1.1", "signs-out", json!({ "family": 1 })),
            page("t2.1", "made", made),
        ]
    };
    assert_broken("G9", &made(SIGN_OUT_WITHIN + 1));
    assert_eq!(judge(&made(SIGN_OUT_WITHIN)), Vec::<String>::new());
}

#[test]
fn a_request_that_never_settles_breaks_g1_unless_its_page_has_gone() {
    let made = json!({ "id": "t1.1/1", "what": "request", "user": null, "family": null });
    let made = page("t1.1", "made", made);
    let left = page("t1.1", "left", json!({}));
    let unsettled = |facts: &[Value]| {
        let records = facts.iter().map(|fact| {
            let mut fact = fact.clone();
            fact["at"] = json!(0);
            serde_json::from_value(fact).expect("a record")
        });
        Evidence::new(records.collect(), Vec::new())
            .unsettled()
            .len()
    };
    assert_eq!(unsettled(std::slice::from_ref(&made)), 1);
    assert_eq!(unsettled(&[made, left]), 0);
}
