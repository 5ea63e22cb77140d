//! The server's behaviour as its clients see it.

mod back_ends;
mod controlled;
mod cross_origin;
mod notes;
mod recorded;
mod scenario;
mod sockets;
