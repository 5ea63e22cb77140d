//! Every tool that a front end is built, tested or run with, and the package in it, with nothing configured.
//!
//! A row is a project of `tests/bundlers`, and the commands that its tool's documentation gives. In each,
//! the same source (`visit.js`) signs in at the demo server, lets the token expire, and calls twice: that
//! shows `200 200, 1 refresh`, where the import, the WebAssembly, the refresh and the retry all work.

mod project;
mod rows;
mod run;
mod table;

use crate::Browser;

pub use project::Project;
pub use rows::{BUNDLERS, RUNTIMES};
pub use run::Outcome;
pub use table::{markdown, write};

/// A tool, and what is done with it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What the table calls it; no other row is called so.
    pub tool: &'static str,
    /// Where its version is read: a package or `node`; empty where the browsers are what matters.
    pub version_of: &'static str,
    /// The project's files.
    pub project: Project,
    /// Where they import `visit.js`.
    pub visit: &'static str,
    /// As one develops.
    pub development: Option<Way>,
    /// As one ships, or, where there is no such difference, as one runs it.
    pub production: Option<Way>,
    /// Where its page is opened.
    pub browsers: &'static [Browser],
    /// Whether a server also rendered the page; the page then shows that result too.
    pub rendered: bool,
    /// What had to be done besides the installation.
    pub needed: &'static str,
}

/// How a project is run. Commands are the shell's, with the project's executables on the path, a free port
/// in `$PORT`, and the demo server's address in `$SERVER`.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// A program that ends, by itself, and well.
    Program(&'static str),
    /// One that serves the page on `$PORT`, after one that may have built it.
    Server {
        /// Runs to its end.
        build: Option<&'static str>,
        /// Serves.
        serve: &'static str,
    },
    /// Files, after one that may have made them.
    Files {
        /// Runs to its end.
        build: Option<&'static str>,
        /// Where in the project they are.
        folder: &'static str,
        /// The page's path there; empty for `index.html`.
        page: &'static str,
        /// Under which Content-Security-Policy.
        policy: &'static str,
    },
}
