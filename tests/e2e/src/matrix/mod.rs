//! The package in the tools with which a front end is built, tested or run, without any configuration.
//!
//! A row is a project of `tests/bundlers`, and the commands that its tool's documentation gives. In each,
//! the same source (`visit.js`) signs in at the demo server, lets the token expire, and sends two requests. The page
//! shows `200 200, 1 refresh` if the import, the WebAssembly, the refresh and the retry all work.

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
    /// Its name in the table, which no other row has.
    pub tool: &'static str,
    /// What its version is read from: a package or `node`; empty if only the browsers matter.
    pub version_of: &'static str,
    /// The project's files.
    pub project: Project,
    /// Where the project's files import `visit.js`.
    pub visit: &'static str,
    /// How it runs in development.
    pub development: Option<Way>,
    /// How it runs in production or, if there is no such difference, how it runs.
    pub production: Option<Way>,
    /// The browsers in which its page is opened.
    pub browsers: &'static [Browser],
    /// Whether a server also rendered the page; the page then shows that result too.
    pub rendered: bool,
    /// What is needed besides the installation.
    pub needed: &'static str,
}

/// How a project is run. Commands run in a shell, with the project's executables on the path, a free port in `$PORT`,
/// and the demo server's address in `$SERVER`.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// A program that ends on its own, with success.
    Program(&'static str),
    /// A command that serves the page on `$PORT`, after an optional build.
    Server {
        /// The build command, which runs to its end.
        build: Option<&'static str>,
        /// The command that serves the page.
        serve: &'static str,
    },
    /// Files, after an optional build.
    Files {
        /// The build command, which runs to its end.
        build: Option<&'static str>,
        /// Their folder in the project.
        folder: &'static str,
        /// The page's path there; empty for `index.html`.
        page: &'static str,
        /// The Content-Security-Policy under which it is served.
        policy: &'static str,
    },
}
