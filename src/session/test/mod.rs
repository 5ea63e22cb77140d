//! The machine's behaviour, told by a [`scenario::Tab`]: one tab, one store, a virtual clock, and races
//! ordered by steps.

mod failure;
mod refresh;
mod scenario;
mod sign_out;
mod store;
