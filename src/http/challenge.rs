//! `WWW-Authenticate` (RFC 9110 §11.6.1), as far as RFC 6750 §3.1 and RFC 9449 §7.1 define it.

/// Does a challenge say that the token is valid but lacks a permission (`insufficient_scope`)? A refresh does
/// not change that.
///
/// Takes all `WWW-Authenticate` fields of an answer, joined by commas as `Headers.get` joins them.
#[must_use]
pub fn is_insufficient_scope(field: &str) -> bool {
    let mut scheme_is_ours = false;
    for part in list_elements(field) {
        let part = part.trim();
        let parameters = match opening_scheme(part) {
            Some((scheme, rest)) => {
                scheme_is_ours = ["bearer", "dpop"]
                    .iter()
                    .any(|ours| scheme.eq_ignore_ascii_case(ours));
                rest
            }
            None => part,
        };
        if scheme_is_ours && error_of(parameters) == Some("insufficient_scope") {
            return true;
        }
    }
    false
}

/// The elements between commas, except for commas inside a quoted string.
fn list_elements(field: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    field.split(move |letter| {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => return true,
            _ => {}
        }
        false
    })
}

/// A scheme and its parameters. A word that is not followed by `=` starts a new challenge.
fn opening_scheme(part: &str) -> Option<(&str, &str)> {
    let (word, rest) = part.split_once([' ', '\t']).unwrap_or((part, ""));
    let rest = rest.trim_start();
    (!word.is_empty() && !word.contains(['=', '"']) && !rest.starts_with('='))
        .then_some((word, rest))
}

/// The value of an `error` parameter, without its quotes.
fn error_of(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    let value = value.trim();
    name.trim().eq_ignore_ascii_case("error").then(|| {
        value
            .strip_prefix('"')
            .and_then(|inner| inner.strip_suffix('"'))
            .unwrap_or(value)
    })
}

#[cfg(test)]
mod tests {
    use super::is_insufficient_scope;

    #[test]
    fn a_missing_scope_is_recognised() {
        for field in [
            "Bearer error=\"insufficient_scope\"",
            "bearer realm=\"a, b\", error=insufficient_scope",
            "Basic realm=\"x\", Bearer realm=\"y\", error = \"insufficient_scope\"",
            "Bearer, error=\"insufficient_scope\"",
            "Bearer realm=\"a\", DPoP algs=\"ES256\", error=\"insufficient_scope\"",
        ] {
            assert!(is_insufficient_scope(field), "{field}");
        }
    }

    #[test]
    fn anything_else_may_be_an_expiry() {
        for field in [
            "",
            "Bearer",
            "Bearer error=\"invalid_token\"",
            "Basic error=\"insufficient_scope\"",
            "Bearer realm=\"error=insufficient_scope\"",
            "Bearer error=\"insufficient_scope_x\"",
            "Bearer realm=\"\\\", error=insufficient_scope\"",
        ] {
            assert!(!is_insufficient_scope(field), "{field}");
        }
    }
}
