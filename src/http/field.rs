//! Header fields (RFC 9110 §5): which names and values a request can carry.

/// Is this a token (§5.6.2), as field names, methods and schemes are?
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Can a field carry this value (§5.5)? The Fetch standard accepts Latin-1 without control characters.
#[must_use]
pub fn is_value(text: &str) -> bool {
    text.chars()
        .all(|letter| matches!(letter, '\t' | ' '..='~' | '\u{80}'..='\u{ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tokens() {
        assert!(is_token("X-Token") && is_token("authorization"));
        assert!(!is_token("") && !is_token("X Token") && !is_token("X:") && !is_token("é"));
    }

    #[test]
    fn values_have_no_line_breaks() {
        assert!(is_value("Bearer a.b") && is_value("") && is_value("é"));
        assert!(!is_value("a\nb") && !is_value("a\0") && !is_value("日本"));
    }
}
