//! What the tabs of one origin share: a store whose writes arrive late, messages, a lock with its notices,
//! and a token endpoint that rotates.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::paper::Tokens;
use super::scenario::Tab;
use crate::session::{Lock, Message};

pub(super) struct World {
    /// The writes and messages on their way to each tab.
    to: Vec<Arrivals>,
    /// How many writes there have been.
    writes: usize,
    /// Are there Web Locks?
    has_locks: bool,
    /// The tab that holds the lock.
    holder: Option<usize>,
    /// The tokens that previous holders of the lock have exchanged.
    notices: Vec<&'static str>,
    /// The refresh tokens that the token endpoint has received, in order.
    exchanged: Vec<Option<&'static str>>,
    /// The refresh tokens that it no longer accepts.
    spent: Vec<&'static str>,
}

/// A write arrives after those before it, and so does a message; but neither waits for the other.
#[derive(Default)]
struct Arrivals {
    writes: VecDeque<Write>,
    messages: VecDeque<Message>,
}

/// One write to the store: of both tokens, at once.
#[derive(Clone, Copy)]
pub(super) struct Write {
    /// Its place among all writes.
    pub(super) number: usize,
    pub(super) tokens: Tokens,
}

impl World {
    /// This many tabs, whose stores all contain these tokens.
    pub(super) fn tabs<const N: usize>(tokens: Tokens) -> [Tab; N] {
        Self::open(tokens, true)
    }

    /// The same on an insecure origin.
    pub(super) fn tabs_without_locks<const N: usize>(tokens: Tokens) -> [Tab; N] {
        Self::open(tokens, false)
    }

    fn open<const N: usize>(tokens: Tokens, has_locks: bool) -> [Tab; N] {
        let world = Rc::new(RefCell::new(Self {
            to: std::iter::repeat_with(Arrivals::default).take(N).collect(),
            writes: 0,
            has_locks,
            holder: None,
            notices: Vec::new(),
            exchanged: Vec::new(),
            spent: Vec::new(),
        }));
        std::array::from_fn(|index| Tab::open(Rc::clone(&world), index, tokens))
    }

    /// A tab writes. Returns the write's number.
    pub(super) fn write(&mut self, by: usize, tokens: Tokens) -> usize {
        self.writes += 1;
        let number = self.writes;
        for other in self.others(by) {
            other.writes.push_back(Write { number, tokens });
        }
        number
    }

    pub(super) fn post(&mut self, by: usize, message: Message) {
        for other in self.others(by) {
            other.messages.push_back(message);
        }
    }

    pub(super) fn has_write(&self, to: usize) -> bool {
        !self.to[to].writes.is_empty()
    }

    pub(super) fn has_message(&self, to: usize) -> bool {
        !self.to[to].messages.is_empty()
    }

    pub(super) fn next_write(&mut self, to: usize) -> Option<Write> {
        self.to[to].writes.pop_front()
    }

    pub(super) fn next_message(&mut self, to: usize) -> Option<Message> {
        self.to[to].messages.pop_front()
    }

    /// A tab gets the lock, which has to be free.
    pub(super) fn take_lock(&mut self, by: usize) {
        if self.has_locks {
            assert_eq!(self.holder, None, "the lock is taken");
            self.holder = Some(by);
        }
    }

    /// How the lock counts for a tab whose store contains these tokens.
    pub(super) fn lock_with(&self, snapshot: Tokens) -> Lock {
        let name = snapshot.name();
        if !self.has_locks {
            Lock::Missing
        } else if self.notices.iter().any(|notice| Some(*notice) == name) {
            Lock::HeldAfterExchange
        } else {
            Lock::Held
        }
    }

    pub(super) fn release_lock(&mut self, by: usize) {
        if self.holder == Some(by) {
            self.holder = None;
        }
    }

    pub(super) fn raise_notice(&mut self, of: Tokens) {
        self.notices.extend(of.name());
    }

    /// The token endpoint receives a refresh token. A tab that holds the lock never sends an exchanged one (G4).
    pub(super) fn exchange(&mut self, shown: Option<&'static str>) {
        let spent = shown.is_some_and(|shown| self.spent.contains(&shown));
        assert!(!spent || !self.has_locks, "{shown:?} was spent before");
        self.exchanged.push(shown);
    }

    /// The token has been replaced by another.
    pub(super) fn spend(&mut self, shown: Option<&'static str>) {
        self.spent.extend(shown);
    }

    pub(super) fn exchanged(&self) -> &[Option<&'static str>] {
        &self.exchanged
    }

    fn others(&mut self, than: usize) -> impl Iterator<Item = &mut Arrivals> {
        let to = self.to.iter_mut().enumerate();
        to.filter(move |(index, _)| *index != than)
            .map(|(_, arrivals)| arrivals)
    }
}
