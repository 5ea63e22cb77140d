//! Breadth first through everything that can happen, so the way to a violation is the shortest.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::time::{Duration, Instant};

use crate::model::Model;
use crate::moves::Move;
use crate::world::World;

/// What a search has come to.
#[derive(Debug)]
pub(crate) struct Report {
    name: &'static str,
    pub(crate) states: usize,
    moves: usize,
    /// States in which nothing goes on any more.
    pub(crate) at_rest: usize,
    depth: usize,
    took: Duration,
    pub(crate) violation: Option<Violation>,
}

/// What does not hold, and how to get there.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) what: &'static str,
    trace: Vec<String>,
}

/// How a state was reached: from which, by which of its moves.
type Seen = HashMap<u128, (u128, u16), BuildHasherDefault<Prehashed>>;

/// Everything that the model allows, until something does not hold.
pub(crate) fn search(model: &Model) -> Report {
    let began = Instant::now();
    let first = World::new(model);
    let root = fingerprint(&first);
    let mut seen = Seen::default();
    seen.insert(root, (root, 0));
    let mut report = Report {
        name: model.name,
        states: 1,
        moves: 0,
        at_rest: 0,
        depth: 0,
        took: Duration::ZERO,
        violation: None,
    };
    let mut layer = vec![(root, first)];
    let mut bad = None;
    while !layer.is_empty() && bad.is_none() {
        let mut next = Vec::new();
        for (hash, world) in layer {
            let moves = world.moves(model);
            if !moves.iter().any(Move::goes_on) {
                report.at_rest += 1;
                if let Some(what) = world.restless() {
                    bad = Some((what, hash, None));
                    break;
                }
            }
            for (index, step) in moves.iter().enumerate() {
                report.moves += 1;
                let mut after = world.clone();
                after.apply(model, step);
                if let Some(what) = after.wrong {
                    bad = Some((what, hash, Some(index as u16)));
                    break;
                }
                let found = fingerprint(&after);
                seen.entry(found).or_insert_with(|| {
                    next.push((found, after));
                    (hash, index as u16)
                });
            }
            if bad.is_some() {
                break;
            }
        }
        report.depth += 1;
        layer = next;
    }
    report.states = seen.len();
    report.took = began.elapsed();
    report.violation = bad.map(|(what, hash, last)| Violation {
        what,
        trace: trace(model, &seen, root, hash, last),
    });
    report
}

/// The moves that lead to the state with this hash, in order, each with its result.
fn trace(model: &Model, seen: &Seen, root: u128, hash: u128, last: Option<u16>) -> Vec<String> {
    let mut indices: Vec<u16> = last.into_iter().collect();
    let mut at = hash;
    while at != root {
        let (before, index) = seen[&at];
        indices.push(index);
        at = before;
    }
    let mut world = World::new(model);
    let mut lines = vec![world.to_string()];
    for index in indices.iter().rev() {
        let step = world.moves(model)[usize::from(*index)];
        world.apply(model, &step);
        lines.push(format!("{step}\n      {world}"));
    }
    lines
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} states, {} moves, {} at rest, {} deep, {:.1} s",
            self.name,
            self.states,
            self.moves,
            self.at_rest,
            self.depth,
            self.took.as_secs_f32()
        )?;
        match &self.violation {
            Some(violation) => write!(f, "\n{violation}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}:", self.what)?;
        for (number, line) in self.trace.iter().enumerate() {
            writeln!(f, "  {number:>2}. {line}")?;
        }
        Ok(())
    }
}

fn fingerprint(world: &World) -> u128 {
    let mut mixer = Mixer(0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344);
    world.hash(&mut mixer);
    u128::from(mixer.finish()) << 64 | u128::from(mixer.1)
}

/// Two folded multiplications per word: 128 bits, so that two states in a search never look the same.
struct Mixer(u64, u64);

impl Mixer {
    fn word(&mut self, word: u64) {
        self.0 = fold(self.0 ^ word, 0x9e37_79b9_7f4a_7c15);
        self.1 = fold(self.1.rotate_left(23) ^ word, 0xd6e8_feb8_6659_fd93);
    }
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64).wrapping_add(a.rotate_left(29))
}

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        fold(self.0, 0xa076_1d64_78bd_642f)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.word(n.into());
    }

    fn write_u32(&mut self, n: u32) {
        self.word(n.into());
    }

    fn write_u64(&mut self, n: u64) {
        self.word(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.word(n as u64);
    }

    fn write_isize(&mut self, n: isize) {
        self.word(n as u64);
    }
}

/// Of what is a hash already.
#[derive(Default)]
struct Prehashed(u64);

impl Hasher for Prehashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only u128 is hashed");
    }

    fn write_u128(&mut self, n: u128) {
        self.0 = n as u64;
    }
}
