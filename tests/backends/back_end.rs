//! One back end: the documented options, adapted to the demo server, and its log-in.

use super::page;
use crate::support::scene::Scene;
use crate::support::server::User;
use crate::support::value::{Pending, text};

const SERVER: &str = env!(
    "EVERFETCH_SERVER",
    "run by: cargo xtask test --browser chromium"
);
const SERVER_CORS: &str = env!(
    "EVERFETCH_SERVER_CORS",
    "run by: cargo xtask test --browser chromium"
);

pub(crate) struct BackEnd {
    pub(crate) letter: &'static str,
    server: &'static str,
    login: &'static str,
    pub(crate) rotates: bool,
}

pub(crate) const A: BackEnd = BackEnd::new("a", SERVER, "/auth/login", true);
pub(crate) const B: BackEnd = BackEnd::new("b", SERVER, "/login", false);
pub(crate) const C: BackEnd = BackEnd::new("c", SERVER, "/user/login", false);
pub(crate) const D: BackEnd = BackEnd::new("d", SERVER_CORS, "/user/login", true);
pub(crate) const E: BackEnd = BackEnd::new("e", SERVER, "/token", true);
pub(crate) const F: BackEnd = BackEnd::new("f", SERVER, "/auth/login", true);
pub(crate) const G: BackEnd = BackEnd::new("g", SERVER, "/user/login", true);

impl BackEnd {
    const fn new(
        letter: &'static str,
        server: &'static str,
        login: &'static str,
        rotates: bool,
    ) -> Self {
        Self {
            letter,
            server,
            login,
            rotates,
        }
    }

    /// The documented options, with the demo server's address and with keys that only this test uses.
    pub(crate) fn options(&self) -> String {
        let example = page::example(&self.letter.to_ascii_uppercase());
        let example = example.replace("import { createClient } from \"everfetch/axios\";", "");
        let base = [self.server, "/", self.letter].concat();
        format!(
            "(() => {{
                let options;
                const response = {{ use() {{}} }}; // some unwrap what they get
                const createClient = (given) => {{
                    options = given;
                    return {{ interceptors: {{ response }} }};
                }};
                {example}
                delete options.session.keys;
                return {{ ...options, baseURL: '{base}', fetch: undefined }};
            }})()"
        )
    }

    /// No user is signed in yet.
    pub(crate) async fn visitor(&'static self) -> Visit {
        Visit {
            back_end: self,
            scene: Scene::new(&self.options()),
            user: User::new(SERVER).await,
        }
    }

    /// A user who has logged in through the client and passed the answer to `session.signIn`.
    pub(crate) async fn signed_in(&'static self) -> Visit {
        let visit = self.visitor().await;
        let login = visit.log_in(&visit.user.password);
        let source = format!("{login}.then(({{ data }}) => api.session.signIn(data))");
        visit.scene.run(&source).value().await;
        assert_eq!(visit.scene.state(), "signed-in");
        visit
    }
}

/// A user at a back end.
pub(crate) struct Visit {
    back_end: &'static BackEnd,
    pub(crate) scene: Scene,
    pub(crate) user: User,
}

impl Visit {
    /// The log-in expression, as an application writes it.
    pub(crate) fn log_in(&self, password: &str) -> String {
        let BackEnd { letter, login, .. } = self.back_end;
        let name = &self.user.name;
        match *letter {
            "e" => format!(
                "api.post('{login}', new URLSearchParams({{ grant_type: 'password', \
                 client_id: 'everfetch-demo', username: '{name}', password: '{password}' }}))"
            ),
            // The tests' page has another origin, so it must request the cookie.
            _ => format!(
                "api.post('{login}', {{ username: '{name}', password: '{password}' }}, \
                 {{ withCredentials: {} }})",
                *letter == "f"
            ),
        }
    }

    pub(crate) fn items(&self, count: u32) -> Vec<Pending> {
        let get = |n| self.scene.get(&format!("/items/{n}"));
        (0..count).map(get).collect()
    }

    /// Sends this many requests at once, and checks that each gets its own answer.
    pub(crate) async fn burst(&self, count: u32) {
        for (n, pending) in self.items(count).into_iter().enumerate() {
            let response = pending.value().await;
            // C and G wrap their data.
            let id = ["data.id", "data.data.id"].map(|path| text(&response, path));
            assert_eq!(id.concat(), n.to_string());
        }
    }

    /// Sends this many requests at once, which all reject, and returns their common code.
    pub(crate) async fn failed_burst(&self, count: u32) -> String {
        let mut codes = Vec::new();
        for pending in self.items(count) {
            codes.push(pending.code().await);
        }
        codes.dedup();
        assert_eq!(codes.len(), 1, "{codes:?}");
        codes.swap_remove(0)
    }
}
