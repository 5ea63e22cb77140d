//! Which requests the session is for: its own origins (G12), less the public paths (G13).

/// How the session treats a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// It carries the token, waits for a refresh, and a refusal starts one.
    Session,
    /// Its own origin, but a path that never carries a token nor starts a refresh.
    Public,
    /// Another origin: no token, and its 401 means nothing here.
    Foreign,
}

/// One entry of `session.public`; `P` is the caller's regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicPath<P> {
    /// The whole path, with or without that of `baseURL` before it.
    Exact(String),
    /// Whatever it matches.
    Pattern(P),
}

/// The session's reach, for one client.
#[derive(Clone, Debug)]
pub struct Scope<P> {
    origins: Vec<String>,
    base_path: String,
    public: Vec<PublicPath<P>>,
}

impl<P> Scope<P> {
    /// `origins` are serialized origins (WHATWG URL), the first of them the page's; `base_path` is the
    /// path of `baseURL`.
    pub fn new(origins: Vec<String>, base_path: &str, public: Vec<PublicPath<P>>) -> Self {
        Self {
            origins,
            base_path: base_path.strip_suffix('/').unwrap_or(base_path).into(),
            public,
        }
    }

    /// Names one more public path: the token endpoint's.
    pub fn exempt(&mut self, path: String) {
        self.public.push(PublicPath::Exact(path));
    }

    /// Is this serialized origin one of the session's?
    pub fn includes(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own == origin)
    }

    /// How to treat a request to `path` at an origin of the session.
    pub fn route(&self, path: &str, matches: impl Fn(&P, &str) -> bool) -> Route {
        let within_base = path
            .strip_prefix(&self.base_path)
            .filter(|rest| rest.starts_with('/'));
        let public = self.public.iter().any(|public| match public {
            PublicPath::Exact(exact) => exact == path || Some(exact.as_str()) == within_base,
            PublicPath::Pattern(pattern) => matches(pattern, path),
        });
        if public {
            Route::Public
        } else {
            Route::Session
        }
    }

    /// The path of a URL that needs no parser to tell: it is plain, and it is either absolute on an
    /// origin of the session or begins with a single slash. `None` sends the caller to the platform's
    /// parser. Never guesses: what a URL parser would drop or rewrite (white space, `\`, `//`, `/.`) is
    /// not plain.
    pub fn plain_path<'a>(&self, url: &'a str) -> Option<&'a str> {
        let mut path = url;
        for own in &self.origins {
            if !own.is_empty() && url.as_bytes().starts_with(own.as_bytes()) {
                path = &url[own.len()..];
            }
        }
        let mut last = 0;
        let mut end = path.len();
        for (place, byte) in path.bytes().enumerate() {
            match byte {
                b'?' | b'#' if end == path.len() => end = place,
                b'\\' | ..=0x20 | 0x7f.. => return None,
                b'/' | b'.' if last == b'/' && place < end => return None,
                _ if place == 0 && byte != b'/' => return None,
                _ => {}
            }
            last = byte;
        }
        (end > 0).then(|| &path[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(public: &[&str]) -> Scope<&'static str> {
        let origins = vec![
            "https://app.example".into(),
            "https://api.example:8443".into(),
        ];
        let public = public.iter().map(|path| PublicPath::Exact((*path).into()));
        Scope::new(origins, "/api/", public.collect())
    }

    #[test]
    fn a_token_goes_to_the_named_origins_only() {
        let scope = scope(&[]);
        assert!(scope.includes("https://app.example"));
        assert!(scope.includes("https://api.example:8443"));
        for foreign in [
            "https://api.example",
            "http://app.example",
            "https://app.example.evil",
            "null",
            "",
        ] {
            assert!(!scope.includes(foreign), "{foreign}");
        }
    }

    #[test]
    fn only_what_every_url_parser_reads_alike_is_plain() {
        let scope = scope(&[]);
        assert_eq!(scope.plain_path("/me?x=//y#z"), Some("/me"));
        assert_eq!(scope.plain_path("https://app.example/me"), Some("/me"));
        assert_eq!(
            scope.plain_path("https://api.example:8443/a/b"),
            Some("/a/b")
        );
        for tricky in [
            "//evil.example/me",
            "/\\evil.example/me",
            "\\/evil.example",
            "/\t/evil.example/me",
            " //evil.example",
            "/\n/evil.example",
            "https://app.example.evil/me",
            "https://app.example@evil.example/me",
            "https://app.example:8443/me",
            "https://app.example//evil",
            "https://app.example",
            "https:/me",
            "me",
            "../me",
            "/a/../login",
            "/a//b",
            "/caf\u{e9}",
            "",
        ] {
            assert_eq!(scope.plain_path(tricky), None, "{tricky:?}");
        }
    }

    #[test]
    fn a_public_path_is_named_with_or_without_the_base_path() {
        let scope = scope(&["/auth/login", "/api/register"]);
        let route = |path| scope.route(path, |_, _| false);
        assert_eq!(route("/api/auth/login"), Route::Public);
        assert_eq!(route("/auth/login"), Route::Public);
        assert_eq!(route("/api/register"), Route::Public);
        assert_eq!(route("/apiauth/login"), Route::Session);
        assert_eq!(route("/api/auth/login/attempts"), Route::Session);
        assert_eq!(route("/api/me"), Route::Session);
    }

    #[test]
    fn a_public_pattern_is_asked_with_the_path() {
        let public = vec![PublicPath::Pattern("open")];
        let scope = Scope::new(vec![], "", public);
        let contains = |pattern: &&str, path: &str| path.contains(pattern);
        assert_eq!(scope.route("/open/ping", contains), Route::Public);
        assert_eq!(scope.route("/me", contains), Route::Session);
    }

    #[test]
    fn the_token_endpoint_is_public() {
        let mut scope = scope(&[]);
        scope.exempt("/api/auth/refresh".into());
        let route = scope.route("/api/auth/refresh", |_, _| false);
        assert_eq!(route, Route::Public);
    }
}
