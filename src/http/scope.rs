//! Which URLs may receive the token (G12), and which ones the session does not cover (G13).

/// A URL, resolved against the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The origin, such as `https://api.example.com`. An opaque origin is `null`.
    pub origin: String,
    /// The path, such as `/auth/login`.
    pub path: String,
}

/// A path that the session does not cover.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PublicPath {
    /// This path, from the root or under the base URL.
    Exact(String),
    /// Every path below this one. It ends in `/`.
    Below(String),
}

impl From<&str> for PublicPath {
    /// `/auth/login` is one path, `/auth/*` is every path below `/auth/`.
    fn from(path: &str) -> Self {
        let rooted = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        match rooted.strip_suffix('*') {
            Some(below) => Self::Below(below.to_owned()),
            None => Self::Exact(rooted),
        }
    }
}

/// The URLs that the session of one client covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The page's origin, the base URL's, and those that the options name.
    pub origins: Vec<String>,
    /// The path of the base URL.
    pub base_path: String,
    /// The public paths.
    pub public: Vec<PublicPath>,
    /// The token endpoint and its method. Another method of the same path is an ordinary request.
    pub token_endpoint: Option<(String, Address)>,
}

/// How a URL relates to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The session covers it: it receives the token, and a rejection starts a refresh.
    Inside,
    /// It has another origin.
    OtherOrigin,
    /// It is public, or the token endpoint itself.
    Public,
}

impl Scope {
    /// Judges a request when it is sent.
    #[must_use]
    pub fn reach(&self, method: &str, address: &Address) -> Reach {
        // The origin of a sandboxed frame or of a blob equals no other origin, not even itself.
        if address.origin == "null" || !self.origins.contains(&address.origin) {
            return Reach::OtherOrigin;
        }
        let is_endpoint = self
            .token_endpoint
            .as_ref()
            .is_some_and(|(its_method, endpoint)| {
                its_method.eq_ignore_ascii_case(method) && endpoint == address
            });
        if is_endpoint
            || self
                .public
                .iter()
                .any(|path| self.matches(path, &address.path))
        {
            Reach::Public
        } else {
            Reach::Inside
        }
    }

    /// May this origin receive tokens?
    #[must_use]
    pub fn trusts(&self, origin: &str) -> bool {
        origin != "null" && self.origins.iter().any(|own| own == origin)
    }

    /// A public path is matched from the root, and from the base URL.
    fn matches(&self, public: &PublicPath, path: &str) -> bool {
        let base = self.base_path.trim_end_matches('/');
        [Some(path), path.strip_prefix(base)]
            .into_iter()
            .flatten()
            .any(|path| match public {
                PublicPath::Exact(exact) => path == exact,
                PublicPath::Below(below) => path.starts_with(below.as_str()),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(origin: &str, path: &str) -> Address {
        Address {
            origin: origin.to_owned(),
            path: path.to_owned(),
        }
    }

    fn scope() -> Scope {
        Scope {
            origins: vec!["https://app.test".to_owned(), "https://api.test".to_owned()],
            base_path: "/api".to_owned(),
            public: vec!["/auth/login".into(), "assets/*".into()],
            token_endpoint: Some((
                "PUT".to_owned(),
                address("https://api.test", "/api/session"),
            )),
        }
    }

    #[test]
    fn the_token_goes_to_named_origins_only() {
        let scope = scope();
        assert_eq!(
            scope.reach("GET", &address("https://api.test", "/api/me")),
            Reach::Inside
        );
        for origin in [
            "https://evil.test",
            "http://api.test",
            "https://api.test:8443",
            "null",
            "",
        ] {
            assert_eq!(
                scope.reach("GET", &address(origin, "/api/me")),
                Reach::OtherOrigin,
                "{origin}"
            );
        }
    }

    #[test]
    fn an_opaque_origin_is_never_trusted() {
        let mut scope = scope();
        scope.origins.push("null".to_owned());
        assert_eq!(
            scope.reach("GET", &address("null", "/me")),
            Reach::OtherOrigin
        );
        assert!(!scope.trusts("null"));
    }

    #[test]
    fn public_paths_count_from_the_root_and_from_the_base() {
        let scope = scope();
        for path in [
            "/auth/login",
            "/api/auth/login",
            "/assets/a.png",
            "/api/assets/b/c",
        ] {
            assert_eq!(
                scope.reach("POST", &address("https://api.test", path)),
                Reach::Public,
                "{path}"
            );
        }
        for path in ["/auth/login/x", "/apiauth/login2", "/assetsx"] {
            assert_eq!(
                scope.reach("POST", &address("https://api.test", path)),
                Reach::Inside,
                "{path}"
            );
        }
    }

    #[test]
    fn the_token_endpoint_is_public_for_its_own_method_only() {
        let scope = scope();
        let endpoint = address("https://api.test", "/api/session");
        assert_eq!(scope.reach("put", &endpoint), Reach::Public);
        assert_eq!(scope.reach("GET", &endpoint), Reach::Inside);
        assert_eq!(scope.reach("DELETE", &endpoint), Reach::Inside);
    }
}
