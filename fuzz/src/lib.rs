//! Fuzzing on the stable compiler: inputs come from a seeded generator that mutates examples, and no coverage guides it.
//!
//! - `http/` has a target for each parser of `src/http`: what must hold for any input, and for inputs whose
//!   meaning is known since the target has written them.
//! - `session` is the target of the session core: any sequence of calls and reports that a runtime can make.
//! - `input` makes the inputs, `run` runs a target and keeps the input that breaks it in `fuzz/corpus`, where each
//!   later run finds it.
//!
//! `cargo test -p everfetch-fuzz` runs each target for a moment, `EVERFETCH_DEEP=1` (`cargo xtask test --deep`) for
//! minutes. `EVERFETCH_SEED=N` repeats a run.

pub mod http;
pub mod input;
pub mod json;
pub mod run;
pub mod session;

use arbitrary::Unstructured;

/// What is run with random input.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Takes an input, and panics if what must hold does not. An input that is too short ends it early.
    pub check: fn(&mut Unstructured<'_>) -> arbitrary::Result<()>,
    /// Examples, and parts of examples, of which inputs are made.
    pub examples: &'static [&'static str],
}
