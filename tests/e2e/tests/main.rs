//! The end-to-end tests, as one program: it is linked once, and two browsers are at work until its end.

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
