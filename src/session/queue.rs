//! The waiters: requests held until the refresh ends, in the order in which they joined.

use super::ids::WaiterId;

/// A first-in, first-out queue whose members can leave early, in constant time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Queue {
    /// The id of the first slot.
    first: u32,
    /// Whether each waiter still waits, by its id.
    slots: Vec<bool>,
    waiting: usize,
}

impl Queue {
    /// Adds a waiter at the end.
    pub(super) fn push(&mut self) -> WaiterId {
        let id = WaiterId::new(self.first.wrapping_add(self.slots.len() as u32));
        self.slots.push(true);
        self.waiting += 1;
        id
    }

    /// Removes one waiter. Returns whether it was still there.
    pub(super) fn remove(&mut self, id: WaiterId) -> bool {
        // An id from before `first` wraps to an index past the end.
        let index = id.number().wrapping_sub(self.first) as usize;
        let was_there = self.slots.get_mut(index).is_some_and(std::mem::take);
        if was_there {
            self.waiting -= 1;
            if self.waiting == 0 {
                self.clear();
            }
        }
        was_there
    }

    /// Empties the queue, in order.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = WaiterId> + use<> {
        let Self { first, slots, .. } = std::mem::take(self);
        self.first = first.wrapping_add(slots.len() as u32);
        (0..)
            .zip(slots)
            .filter(|(_, waits)| *waits)
            .map(move |(index, _)| WaiterId::new(first.wrapping_add(index)))
    }

    /// The number of waiters.
    pub(super) fn len(&self) -> usize {
        self.waiting
    }

    /// Whether there are no waiters.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Removes all slots once the last waiter has left.
    fn clear(&mut self) {
        self.first = self.first.wrapping_add(self.slots.len() as u32);
        self.slots.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiters_leave_in_the_order_in_which_they_came() {
        let mut queue = Queue::default();
        let ids = [(); 3].map(|()| queue.push());
        assert!(queue.drain().eq(ids));
        assert!(queue.is_empty());
    }

    #[test]
    fn one_who_left_early_is_not_drained_and_leaves_once() {
        let mut queue = Queue::default();
        let first = queue.push();
        let second = queue.push();
        assert!(queue.remove(first));
        assert!(!queue.remove(first));
        assert_eq!(queue.len(), 1);
        assert!(queue.drain().eq([second]));
    }

    #[test]
    fn one_who_leaves_from_the_middle_changes_nobodys_place() {
        let mut queue = Queue::default();
        let ids = [(); 3].map(|()| queue.push());
        assert!(queue.remove(ids[1]));
        assert!(queue.remove(ids[2]));
        let fourth = queue.push();
        assert!(queue.drain().eq([ids[0], fourth]));
    }

    #[test]
    fn an_id_that_outlives_its_waiter_names_nobody() {
        let mut queue = Queue::default();
        let stale = queue.push();
        drop(queue.drain());
        let second = queue.push();
        assert!(!queue.remove(stale));
        assert!(queue.drain().eq([second]));
    }

    #[test]
    fn memory_does_not_grow_with_those_who_left() {
        let mut queue = Queue::default();
        for _ in 0..1_000 {
            let id = queue.push();
            queue.remove(id);
        }
        assert!(queue.slots.is_empty());
    }
}
