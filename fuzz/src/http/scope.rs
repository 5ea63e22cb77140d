//! Which URL may carry the token.

use crate::Target;
use arbitrary::{Arbitrary as _, Result, Unstructured};
use everfetch::http::scope::{Address, PublicPath, Reach, Scope};

/// The target.
pub const TARGET: Target = Target {
    name: "scope",
    check,
    examples: &[
        "/auth/login",
        "/api/",
        "/*",
        "assets/*",
        "\0\u{1}\u{2}\u{3}",
    ],
};

const ORIGINS: [&str; 5] = [
    "https://app.test",
    "https://api.test",
    "https://app.test.evil.test",
    "null",
    "",
];
const PATHS: [&str; 7] = [
    "/",
    "/api",
    "/api/",
    "/auth/login",
    "/auth/*",
    "assets/*",
    "*",
];

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let mut scope = Scope {
        origins: list(input, &ORIGINS)?,
        base_path: text(input, &PATHS)?,
        public: Vec::new(),
        token_endpoint: None,
    };
    let address = Address {
        origin: text(input, &ORIGINS)?,
        path: format!("/{}", text(input, &PATHS)?.trim_start_matches('/')),
    };
    let is_own = address.origin != "null" && scope.origins.contains(&address.origin);
    assert_eq!(scope.trusts(&address.origin), is_own);
    let expected = if is_own {
        Reach::Inside
    } else {
        Reach::OtherOrigin
    };
    assert_eq!(scope.reach("GET", &address), expected, "nothing is public");
    let public = list(input, &PATHS)?;
    scope.public = public
        .iter()
        .map(|path| PublicPath::from(path.as_str()))
        .collect();
    let reach = scope.reach("GET", &address);
    // What is public may narrow the scope, and never widens it.
    assert_eq!(reach == Reach::OtherOrigin, !is_own);
    scope.public.push(PublicPath::Exact(address.path.clone()));
    let expected = if is_own {
        Reach::Public
    } else {
        Reach::OtherOrigin
    };
    assert_eq!(
        scope.reach("GET", &address),
        expected,
        "its very path is public"
    );
    scope.public.clear();
    scope.token_endpoint = Some(("PoSt".to_owned(), address.clone()));
    assert_eq!(
        scope.reach("post", &address),
        expected,
        "the token endpoint"
    );
    let expected = if is_own {
        Reach::Inside
    } else {
        Reach::OtherOrigin
    };
    assert_eq!(
        scope.reach("PUT", &address),
        expected,
        "another method of its path"
    );
    Ok(())
}

fn text(input: &mut Unstructured<'_>, known: &[&str]) -> Result<String> {
    if bool::arbitrary(input)? {
        String::arbitrary(input)
    } else {
        Ok((*input.choose(known)?).to_owned())
    }
}

fn list(input: &mut Unstructured<'_>, known: &[&str]) -> Result<Vec<String>> {
    let items = 0..input.int_in_range(0..=3)?;
    items.map(|_| text(input, known)).collect()
}
