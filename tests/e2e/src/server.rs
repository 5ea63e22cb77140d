//! The demo server and its control interface, which acts behind the clients' backs.

use crate::{Process, environment};
use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde_json::Value;
use std::path::Path;
use tokio::process::Command;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// The address of its page, such as `http://localhost:4700`.
    pub address: String,
    _process: Process,
    http: Client,
}

/// A user of the server that no other test knows.
#[derive(Debug, Clone)]
pub struct User {
    /// The credentials for the log-in: `username` and `password`.
    pub credentials: Value,
    control: String,
    http: Client,
}

impl Server {
    /// Starts a server of the page in `dist`.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn start(dist: &Path) -> Result<Self> {
        let mut command = Command::new(environment::demo_server());
        command.args(["--port", "0", "--dist"]).arg(dist);
        Self::of(command).await
    }

    /// Starts a server whose users and sessions outlive it, in the database `db`, and that logs to `log`.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn lasting(dist: &Path, db: &Path, log: &Path) -> Result<Self> {
        let mut command = Command::new(environment::demo_server());
        command.args(["--port", "0", "--dist"]).arg(dist);
        command.arg("--db").arg(db).arg("--log").arg(log);
        Self::of(command).await
    }

    /// Starts a server for pages that others on this machine serve.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn for_every_origin() -> Result<Self> {
        let mut command = Command::new(environment::demo_server());
        command.args(["--port", "0", "--allow-localhost"]);
        Self::of(command).await
    }

    async fn of(mut command: Command) -> Result<Self> {
        command.arg("--until-stdin-ends"); // and so with the test, however that ends
        let (process, line) = Process::start(command, "http://").await?;
        let mut words = line.split_whitespace();
        let address = words.find(|word| word.starts_with("http://"));
        Ok(Self {
            address: address.context("no address")?.to_owned(),
            _process: process,
            http: Client::builder().no_proxy().build()?,
        })
    }

    /// The port of its page.
    ///
    /// # Errors
    ///
    /// When its address names none.
    pub fn port(&self) -> Result<u16> {
        let port = self.address.rsplit(':').next();
        Ok(port.context("no port")?.parse()?)
    }

    /// Adds a user.
    ///
    /// # Errors
    ///
    /// When the server does not.
    pub async fn user(&self) -> Result<User> {
        let users = format!("{}/control/users", self.address);
        let answer = self.http.post(users).send().await?;
        self.known(answer.json().await?)
    }

    /// A user who was added before, perhaps to a server that had the same database.
    ///
    /// # Errors
    ///
    /// When the credentials name none.
    pub fn known(&self, credentials: Value) -> Result<User> {
        let name = credentials["username"].as_str().context("no user")?;
        let control = format!("{}/control", self.address);
        Ok(User {
            control: format!("{control}/{name}"),
            http: self.http.clone(),
            credentials,
        })
    }
}

impl User {
    /// Calls a path of the control interface: `expire`, `hold`, `release`.
    ///
    /// # Errors
    ///
    /// When the server does not.
    pub async fn order(&self, path: &str) -> Result<()> {
        self.order_with(path, &Value::Null).await
    }

    /// As [`User::order`], with a body.
    ///
    /// # Errors
    ///
    /// When the server does not.
    pub async fn order_with(&self, path: &str, body: &Value) -> Result<()> {
        let request = self.http.post(format!("{}/{path}", self.control));
        request.json(body).send().await?.error_for_status()?;
        Ok(())
    }

    /// What the server has counted for this user.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn counts(&self) -> Result<Value> {
        Ok(self.http.get(&self.control).send().await?.json().await?)
    }

    /// Waits until the counts are at least those of a query such as `held=1&refreshes=2`.
    ///
    /// # Errors
    ///
    /// When they never are; the error has the counts.
    pub async fn until(&self, wanted: &str) -> Result<Value> {
        let url = format!("{}?{wanted}", self.control);
        let answer = self.http.get(url).send().await?;
        let reached = answer.status().is_success();
        let counts: Value = answer.json().await?;
        ensure!(
            reached,
            "{wanted} was waited for; the server counts {counts}"
        );
        Ok(counts)
    }
}
