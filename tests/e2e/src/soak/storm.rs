//! The tabs and what happens to them.

use super::judge::Evidence;
use super::line::{Cut, Line};
use super::random::Random;
use super::record::{Fact, Record};
use super::witness::{Phase, Witness};
use crate::{Page, Server, User, Windows};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::time::sleep;

/// The server's log, in the folder of the run.
pub(super) const LOG: &str = "server.log";

const TABS_AT_LEAST: usize = 2;
const TABS_AT_MOST: usize = 6;
const USERS: usize = 3;

/// A tab that reports nothing for longer than this shows a browser's error page, because it was loading when the line
/// was down. This is longer than any tab blocks itself.
const SILENT: Duration = Duration::from_secs(25);

/// How long all tabs, even blocked or silent ones, may take to settle what they have begun.
const SETTLED_WITHIN: Duration = Duration::from_secs(120);

/// The faults that the server applies to the next refreshes.
const FAULTS: [(&str, u64); 9] = [
    ("delay", 2000),
    ("status", 0), // 503
    ("drop", 0),
    ("drop-body", 300),
    ("html", 0),
    ("server-error", 0),
    ("no-token", 0),
    ("refuse", 200),
    ("delay", 5000), // longer than the refresh's timeout
];

/// Tabs of one browser, the server, the line between them, and the witness.
pub(super) struct Storm {
    random: Random,
    windows: Windows,
    tabs: Vec<Tab>,
    opened: u32,
    witness: Witness,
    line: Line,
    server: Option<Server>,
    users: Vec<Value>,
    dist: PathBuf,
    files: PathBuf,
    actions: File,
}

/// A tab that is open.
struct Tab {
    name: String,
    /// When it was opened, or loaded again after it had fallen silent.
    since: Instant,
}

impl Storm {
    /// Starts everything except the tabs.
    pub(super) async fn start(page: Page, seed: u64, dist: &Path, files: &Path) -> Result<Self> {
        let server = serve(dist, files).await?;
        let mut users = Vec::new();
        for _ in 0..USERS {
            users.push(server.user().await?.credentials);
        }
        Ok(Self {
            random: Random::new(seed),
            windows: Windows::of(page).await?,
            tabs: Vec::new(),
            opened: 0,
            witness: Witness::start().await?,
            line: Line::to(server.port()?).await?,
            server: Some(server),
            users,
            dist: dist.to_owned(),
            files: files.to_owned(),
            actions: File::create(files.join("actions.log"))?,
        })
    }

    /// All that was reported so far.
    pub(super) fn records(&self) -> Vec<Record> {
        self.witness.records()
    }

    /// Lets anything happen for a while.
    pub(super) async fn rage(&mut self, time: Duration) -> Result<()> {
        self.witness.announce(Phase::Storm);
        let end = Instant::now() + time;
        while Instant::now() < end {
            let pause = 100 + self.random.below(900);
            sleep(Duration::from_millis(pause)).await;
            self.act().await?;
            self.wake_silent_tabs().await?;
        }
        Ok(())
    }

    /// Stops all faults, waits until everything has settled, and returns what has not.
    pub(super) async fn calm(&mut self) -> Result<Vec<String>> {
        self.line.up();
        for user in self.users()? {
            user.order("reset").await?;
        }
        self.witness.announce(Phase::Calm);
        let begun = Instant::now();
        let began = now();
        while begun.elapsed() < SETTLED_WITHIN {
            if self.tabs.iter().all(|tab| self.has_probed(tab, began)) {
                return Ok(Vec::new());
            }
            sleep(Duration::from_millis(100)).await;
            self.wake_silent_tabs().await?;
        }
        let mut wrong = Evidence::new(self.records(), Vec::new()).unsettled();
        let late = self.tabs.iter().filter(|tab| !self.has_probed(tab, began));
        for tab in late {
            let latest = self.witness.latest(&tab.name);
            wrong.push(format!(
                "G1: the tab {} has not settled: {latest:?}",
                tab.name
            ));
        }
        Ok(wrong)
    }

    /// Whether the tab's document has nothing pending, and has made the request with which a calm phase ends.
    fn has_probed(&self, tab: &Tab, began: u64) -> bool {
        let Some(latest) = self.witness.latest(&tab.name) else {
            return false;
        };
        let probed = |record: &Record| {
            record.page == latest.page
                && record.at >= began
                && matches!(record.fact, Fact::Probed { .. })
        };
        latest.phase == Phase::Calm && latest.pending == 0 && self.records().iter().any(probed)
    }

    /// Performs one random action.
    async fn act(&mut self) -> Result<()> {
        match self.random.below(100) {
            _ if self.tabs.len() < TABS_AT_LEAST => self.open().await,
            0..12 if self.tabs.len() < TABS_AT_MOST => self.open().await,
            12..20 if self.tabs.len() > TABS_AT_LEAST => self.close().await,
            20..45 => self.expire().await,
            45..65 => self.fail_refreshes().await,
            65..75 => self.slow_down().await,
            75..85 => self.cut_connections(),
            85..90 => self.go_down().await,
            90..93 => self.restart().await,
            93..97 => self.shorten_lifetimes().await,
            _ => Ok(()),
        }
    }

    async fn open(&mut self) -> Result<()> {
        self.opened += 1;
        let name = format!("t{}", self.opened);
        self.log(&format!("open {name}"))?;
        let options = json!({
            "name": name,
            "seed": self.random.below(1 << 32),
            "witness": self.witness.address,
            "users": self.users,
            "backEnd": "a",
        });
        let address = format!("{}/soak.html#{options}", self.line.origin);
        self.windows.open(&name, &address).await?;
        self.windows.go_home().await?;
        let since = Instant::now();
        self.tabs.push(Tab { name, since });
        Ok(())
    }

    async fn close(&mut self) -> Result<()> {
        let index = self.random.below(self.tabs.len() as u64);
        let tab = self.tabs.remove(usize::try_from(index)?);
        self.log(&format!("close {}", tab.name))?;
        self.killed(&tab.name);
        self.windows.close(&tab.name).await
    }

    /// Expires the access tokens of all users.
    async fn expire(&mut self) -> Result<()> {
        self.log("expire")?;
        for user in self.users()? {
            user.order("expire").await?;
        }
        Ok(())
    }

    async fn fail_refreshes(&mut self) -> Result<()> {
        let (action, delay) = *self.random.one_of(&FAULTS);
        let times = 1 + self.random.below(2);
        self.log(&format!("{times} × {action}"))?;
        let fault = json!({ "action": action, "delay": delay, "times": times });
        self.main_user()?.order_with("refresh", &fault).await
    }

    async fn slow_down(&mut self) -> Result<()> {
        let refresh = self.random.below(3) * 400;
        self.log(&format!("refreshes take {refresh} ms longer"))?;
        let slowness = json!({ "refresh": refresh });
        self.main_user()?.order_with("slow", &slowness).await
    }

    fn cut_connections(&mut self) -> Result<()> {
        self.log("cut connections")?;
        let which = if self.random.below(2) == 0 {
            Cut::Half
        } else {
            Cut::All
        };
        self.line.cut(which);
        Ok(())
    }

    async fn go_down(&mut self) -> Result<()> {
        let time = Duration::from_millis(100 + self.random.below(3000));
        self.log(&format!("the line is down for {time:?}"))?;
        self.line.down();
        sleep(time).await;
        self.line.up();
        Ok(())
    }

    /// The new server knows the sessions of the old one, but none of its access tokens.
    async fn restart(&mut self) -> Result<()> {
        self.log("restart the server")?;
        drop(self.server.take());
        let pause = Duration::from_millis(self.random.below(2000));
        sleep(pause).await;
        let server = serve(&self.dist, &self.files).await?;
        self.line.lead_to(server.port()?);
        self.server = Some(server);
        Ok(())
    }

    /// Shortens the lifetime of access tokens, so that they expire on their own and are refreshed before that.
    async fn shorten_lifetimes(&mut self) -> Result<()> {
        let access = if self.random.below(3) == 0 { 3600 } else { 4 };
        self.log(&format!("access tokens last {access} s"))?;
        let lifetime = json!({ "access": access });
        self.main_user()?.order_with("lifetime", &lifetime).await
    }

    /// Loads the page again in tabs that could not load it.
    async fn wake_silent_tabs(&mut self) -> Result<()> {
        for index in 0..self.tabs.len() {
            let tab = &self.tabs[index];
            let latest = self.witness.latest(&tab.name);
            let since = latest.map_or(tab.since, |latest| latest.at.max(tab.since));
            if since.elapsed() > SILENT {
                let name = tab.name.clone();
                self.log(&format!("load {name} again"))?;
                self.killed(&name);
                self.tabs[index].since = Instant::now();
                // The options are in its session storage.
                let address = format!("{}/soak.html", self.line.origin);
                self.windows.lead(&name, &address).await?;
                self.windows.go_home().await?;
            }
        }
        Ok(())
    }

    fn killed(&self, tab: &str) {
        self.witness.add(Record {
            at: now(),
            page: tab.to_owned(),
            fact: Fact::Killed {},
        });
    }

    fn main_user(&self) -> Result<User> {
        self.users()?.into_iter().next().context("no users")
    }

    fn users(&self) -> Result<Vec<User>> {
        let server = self.server.as_ref().context("no server")?;
        let known = self.users.iter().cloned();
        known.map(|credentials| server.known(credentials)).collect()
    }

    fn log(&mut self, action: &str) -> Result<()> {
        Ok(writeln!(self.actions, "{} {action}", now())?)
    }
}

async fn serve(dist: &Path, files: &Path) -> Result<Server> {
    Server::lasting(dist, &files.join("demo.sqlite"), &files.join(LOG)).await
}

/// Milliseconds since 1970, as in the tabs.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let since = since.expect("the clock is past 1970").as_millis();
    since.try_into().unwrap_or(u64::MAX)
}
