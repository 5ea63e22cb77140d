//! The end-to-end tests, as one program: it is linked only once, and keeps two browsers busy until it ends.

mod axios;
mod bundlers;
mod csp;
mod demo;
mod devtools;
mod docs;
mod engine;
mod examples;
mod fetch;
mod memory;
mod migration;
mod node;
mod tabs;
