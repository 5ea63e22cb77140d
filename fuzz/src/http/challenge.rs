//! `WWW-Authenticate`.

use crate::Target;
use arbitrary::{Result, Unstructured};
use everfetch::http::challenge::is_insufficient_scope;

/// The target.
pub const TARGET: Target = Target {
    name: "challenge",
    check,
    examples: &[
        r#"Bearer error="insufficient_scope""#,
        r#"Basic realm="a, b", Bearer realm="y", error = "insufficient_scope", scope="x""#,
        r#"bearer error=insufficient_scope"#,
        r#"Bearer realm="\", error=insufficient_scope""#,
        r#"Digest nonce="a==", Bearer"#,
        "insufficient_scope",
    ],
};

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let field = String::from_utf8_lossy(input.bytes(input.len())?).into_owned();
    let found = is_insufficient_scope(&field);
    assert!(
        !found || field.contains("insufficient_scope"),
        "found where it is not"
    );
    // A field without quotes ends where it ends, so another challenge may follow.
    if !field.contains('"') {
        let more = format!(r#"{field}, Bearer error="insufficient_scope""#);
        assert!(is_insufficient_scope(&more), "not found at the end");
        let other = format!(r#"{field}, Basic realm="error=insufficient_scope""#);
        assert_eq!(
            is_insufficient_scope(&other),
            found,
            "another scheme's counts"
        );
    }
    // A quoted text is not a parameter.
    let text = field.replace(['"', '\\'], "");
    assert!(!is_insufficient_scope(&format!(r#"Bearer realm="{text}""#)));
    Ok(())
}
