//! The waiters: requests held until the refresh ends, in the order in which they came.

/// Names one waiter, so that its abort can take it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WaiterId(pub u32);

/// A first-in, first-out queue whose members can leave early in constant time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Queue<W> {
    /// The id of the first slot. Ids go up for ever: one that outlives its waiter names nobody.
    first: u32,
    slots: Vec<Option<W>>,
    waiting: usize,
}

impl<W> Default for Queue<W> {
    fn default() -> Self {
        Self {
            first: 0,
            slots: Vec::new(),
            waiting: 0,
        }
    }
}

impl<W> Queue<W> {
    /// Adds a waiter at the end.
    pub fn push(&mut self, waiter: W) -> WaiterId {
        let id = WaiterId(self.first.wrapping_add(self.slots.len() as u32));
        self.slots.push(Some(waiter));
        self.waiting += 1;
        id
    }

    /// Takes one waiter out; `None` when it has left already.
    pub fn remove(&mut self, id: WaiterId) -> Option<W> {
        let index = id.0.wrapping_sub(self.first) as usize;
        let waiter = self.slots.get_mut(index)?.take()?;
        self.left(1);
        Some(waiter)
    }

    /// Empties the queue, in order.
    pub fn drain(&mut self) -> Vec<W> {
        let all: Vec<W> = self.slots.iter_mut().filter_map(Option::take).collect();
        self.left(all.len());
        all
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting
    }

    /// Nobody waits.
    pub fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Keeps the count; once the last has left, no slot stays behind.
    fn left(&mut self, gone: usize) {
        self.waiting -= gone;
        if self.waiting == 0 {
            self.first = self.first.wrapping_add(self.slots.len() as u32);
            self.slots.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiters_leave_in_the_order_in_which_they_came() {
        let mut queue = Queue::default();
        for name in ["first", "second", "third"] {
            queue.push(name);
        }
        assert_eq!(queue.drain(), ["first", "second", "third"]);
        assert!(queue.is_empty());
    }

    #[test]
    fn one_who_left_early_is_not_drained_and_leaves_once() {
        let mut queue = Queue::default();
        let first = queue.push("first");
        queue.push("second");
        assert_eq!(queue.remove(first), Some("first"));
        assert_eq!(queue.remove(first), None);
        assert_eq!(queue.len(), 1);
        assert_eq!(queue.drain(), ["second"]);
    }

    #[test]
    fn one_who_leaves_from_the_middle_changes_nobodys_place() {
        let mut queue = Queue::default();
        let ids = ["first", "second", "third"].map(|name| queue.push(name));
        assert_eq!(queue.remove(ids[1]), Some("second"));
        assert_eq!(queue.remove(ids[2]), Some("third"));
        queue.push("fourth");
        assert_eq!(queue.drain(), ["first", "fourth"]);
    }

    #[test]
    fn an_id_that_outlives_its_waiter_names_nobody() {
        let mut queue = Queue::default();
        let stale = queue.push("first");
        queue.drain();
        queue.push("second");
        assert_eq!(queue.remove(stale), None);
        assert_eq!(queue.drain(), ["second"]);
    }

    #[test]
    fn memory_does_not_grow_with_those_who_left() {
        let mut queue = Queue::default();
        for _ in 0..1_000 {
            let id = queue.push(());
            queue.remove(id);
        }
        assert!(queue.slots.is_empty());
    }
}
