//! A client, a fetch that answers by hand, and a session of the test's own.

use std::cell::Cell;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::value::{Pending, text};

#[wasm_bindgen(module = "/tests/support/scene.js")]
extern "C" {
    #[wasm_bindgen(js_name = Scene)]
    pub(super) type Stage;

    #[wasm_bindgen(constructor, js_class = "Scene")]
    fn new(keys: &JsValue) -> Stage;

    #[wasm_bindgen(method, catch)]
    fn create(
        this: &Stage,
        create_client: &Closure<dyn Fn(JsValue) -> Result<JsValue, JsValue>>,
        source: &str,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn listen(this: &Stage);

    #[wasm_bindgen(method)]
    fn install(this: &Stage);

    #[wasm_bindgen(method)]
    fn uninstall(this: &Stage);

    #[wasm_bindgen(method, catch)]
    fn evaluate(this: &Stage, source: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn next(this: &Stage) -> Promise;

    #[wasm_bindgen(method)]
    fn until(this: &Stage, source: &str) -> Promise;

    #[wasm_bindgen(method, getter)]
    fn sent(this: &Stage) -> Array;

    #[wasm_bindgen(method, getter)]
    fn navigations(this: &Stage) -> Array;

    #[wasm_bindgen(method, getter)]
    fn events(this: &Stage) -> Array;

    #[wasm_bindgen(method, getter)]
    fn log(this: &Stage) -> Array;

    /// An unsigned JWT; issued and expiring so many seconds from now.
    pub(crate) fn jwt(sub: &str, iat: i32, exp: i32) -> String;

    /// One call of the stub.
    pub(crate) type Call;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn line(this: &Call) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn body(this: &Call) -> JsValue;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn init(this: &Call) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) fn header(this: &Call, name: &str) -> Option<String>;

    #[wasm_bindgen(method)]
    pub(crate) fn answer(this: &Call, status: u16, body: &str);

    #[wasm_bindgen(method, js_name = answerWith)]
    pub(crate) fn answer_with(this: &Call, status: u16, body: &str, headers: &str);

    #[wasm_bindgen(method, js_name = answerFrom)]
    pub(crate) fn answer_from(this: &Call, status: u16, url: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn cut(this: &Call);

    #[wasm_bindgen(method, js_name = cutQuoting)]
    pub(crate) fn cut_quoting(this: &Call);
}

/// The session that most tests want.
pub(crate) const PLAIN: &str = "{ session: { refresh: '/refresh' } }";

/// Which entry of the package makes a test's clients.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Surface {
    /// `everfetch`
    Lean,
    /// `everfetch/axios`
    Axios,
}

/// One test's client and everything around it.
pub(crate) struct Scene {
    pub(super) stage: Stage,
    surface: Surface,
    keys: [String; 2],
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.stage.uninstall();
    }
}

impl Scene {
    /// A client with these options, written as one writes them in JavaScript. No user is signed in.
    pub(crate) fn new(options: &str) -> Self {
        let scene = Self::empty();
        scene.create(options);
        scene
    }

    /// With the access token `old` and the refresh token `r1` in `localStorage`.
    pub(crate) fn signed_in(options: &str) -> Self {
        let scene = Self::empty();
        scene.store("old", "r1");
        scene.create(options);
        scene
    }

    /// As `signed_in`, with a client of `everfetch/axios`.
    pub(crate) fn axios(options: &str) -> Self {
        let scene = Self::empty_of(Surface::Axios);
        scene.store("old", "r1");
        scene.create(options);
        scene
    }

    /// No client yet. The keys in the store are of this test alone.
    pub(crate) fn empty() -> Self {
        Self::empty_of(Surface::Lean)
    }

    pub(crate) fn empty_of(surface: Surface) -> Self {
        thread_local!(static COUNT: Cell<u32> = const { Cell::new(0) });
        let count = COUNT.replace(COUNT.get() + 1);
        let keys = [format!("access-{count}"), format!("refresh-{count}")];
        let given = format!(
            "{{\"accessToken\":\"{}\",\"refreshToken\":\"{}\"}}",
            keys[0], keys[1]
        );
        let given = js_sys::JSON::parse(&given).expect("two keys are JSON");
        Self {
            stage: Stage::new(&given),
            surface,
            keys,
        }
    }

    /// Puts the stub in place of the platform's fetch, and returns the keys of this test: for a Rust client.
    pub(crate) fn install(&self) -> [String; 2] {
        self.stage.install();
        self.keys.clone()
    }

    /// Makes the client, or another one of the same session, which takes the former's place as `api`.
    pub(crate) fn create(&self, options: &str) -> JsValue {
        self.try_create(options)
            .unwrap_or_else(|error| panic!("createClient threw: {}", text(&error, "message")))
    }

    pub(crate) fn try_create(&self, options: &str) -> Result<JsValue, JsValue> {
        let create_client = match self.surface {
            Surface::Lean => Closure::new(|options: JsValue| crate::create_client(&options)),
            Surface::Axios => Closure::new(|options: JsValue| crate::create_axios_client(&options)),
        };
        self.stage.create(&create_client, options)
    }

    /// `api.get(url)`
    pub(crate) fn get(&self, url: &str) -> Pending {
        self.run(&format!("api.get('{url}')"))
    }

    /// An expression that gives a promise; `api`, `log` and `scene` are in reach.
    pub(crate) fn run(&self, source: &str) -> Pending {
        Pending::new(&self.eval(source))
    }

    /// An expression.
    pub(crate) fn eval(&self, source: &str) -> JsValue {
        self.stage
            .evaluate(source)
            .unwrap_or_else(|error| panic!("{source} threw: {}", text(&error, "message")))
    }

    /// Waits until an expression is true.
    pub(crate) async fn until(&self, source: &str) {
        if let Err(error) = JsFuture::from(self.stage.until(source)).await {
            panic!("{}", text(&error, "message"));
        }
    }

    /// Waits until this is the session's state.
    pub(crate) async fn comes_to_be(&self, state: &str) {
        self.until(&format!("api.session.state === '{state}'"))
            .await;
    }

    /// What an expression throws.
    pub(crate) fn thrown(&self, source: &str) -> JsValue {
        match self.stage.evaluate(source) {
            Ok(_) => panic!("{source} did not throw"),
            Err(error) => error,
        }
    }

    /// The next call, which has to be this one, such as `GET /me Bearer old`.
    pub(crate) async fn expect(&self, line: &str) -> Call {
        let call = self.next().await;
        assert_eq!(call.line(), line);
        call
    }

    pub(crate) async fn next(&self) -> Call {
        match JsFuture::from(self.stage.next()).await {
            Ok(call) => call.unchecked_into(),
            Err(error) => panic!("{}", text(&error, "message")),
        }
    }

    /// Refuses the next call, which has to be this one, and waits for the refresh that follows.
    pub(crate) async fn refuse(&self, line: &str) -> Call {
        self.expect(line).await.answer(401, "");
        self.expect("POST /refresh").await
    }

    /// Answers the next call, which has to be this one.
    pub(crate) async fn accept(&self, line: &str) {
        self.expect(line).await.answer(200, "{}");
    }

    /// A whole GET that goes out as this line and is answered.
    pub(crate) async fn passes(&self, url: &str, line: &str) {
        let pending = self.get(url);
        self.accept(line).await;
        pending.value().await;
    }

    /// Every call so far, however it was answered.
    pub(crate) fn sent(&self) -> Vec<String> {
        strings(&self.stage.sent())
    }

    pub(crate) fn refreshes(&self) -> usize {
        self.sent()
            .iter()
            .filter(|line| line.contains("/refresh"))
            .count()
    }

    pub(crate) fn navigations(&self) -> Vec<String> {
        strings(&self.stage.navigations())
    }

    /// What the test's own callbacks have logged.
    pub(crate) fn log(&self) -> Vec<String> {
        strings(&self.stage.log())
    }

    /// Keeps the session's events from now on.
    pub(crate) fn listen(&self) {
        self.stage.listen();
    }

    /// Those kept: `refreshed this-tab`, `waiting 1`.
    pub(crate) fn events(&self) -> Vec<String> {
        let words = |event: JsValue| {
            let members = ["type", "by", "code", "reason", "status", "waiting"];
            let words = members.map(|name| text(&event, name));
            words
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        self.stage.events().iter().map(words).collect()
    }

    /// The events as they are.
    pub(crate) fn raw_events(&self) -> JsValue {
        self.stage.events().into()
    }

    pub(crate) fn state(&self) -> String {
        text(&self.eval("api.session.state"), "")
    }

    /// Writes both tokens into `localStorage`, as an application's own code would.
    pub(crate) fn store(&self, access: &str, refresh: &str) {
        for (key, token) in self.keys.iter().zip([access, refresh]) {
            set_item(key, token);
        }
    }

    /// Takes both out of it.
    pub(crate) fn clear(&self) {
        self.keys.iter().for_each(|key| remove_item(key));
    }

    /// What `localStorage` holds under this test's keys: `old r1`.
    pub(crate) fn stored(&self) -> String {
        let read = |key: &String| get_item(key).unwrap_or_else(|| "-".into());
        self.keys.each_ref().map(read).join(" ")
    }

    /// The key of the access token.
    pub(crate) fn access_key(&self) -> &str {
        &self.keys[0]
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = localStorage, js_name = getItem)]
    pub(crate) fn get_item(key: &str) -> Option<String>;

    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem)]
    pub(crate) fn set_item(key: &str, value: &str);

    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem)]
    pub(crate) fn remove_item(key: &str);
}

pub(super) fn strings(array: &Array) -> Vec<String> {
    array
        .iter()
        .map(|item| {
            item.as_string()
                .unwrap_or_else(|| super::value::json(&item))
        })
        .collect()
}
