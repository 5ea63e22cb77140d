//! Random inputs: examples, mutated.

/// Longer inputs find nothing that shorter ones do not.
const LONGEST: usize = 600;

/// Makes inputs from a seed and examples.
#[derive(Clone, Debug)]
pub struct Inputs {
    random: u64,
    examples: Vec<Vec<u8>>,
}

impl Inputs {
    /// The inputs of this seed.
    #[must_use]
    pub fn new(seed: u64, examples: Vec<Vec<u8>>) -> Self {
        Self {
            random: seed,
            examples,
        }
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.example();
        for _ in 0..self.below(6) {
            self.mutate(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    /// One of the examples, or random bytes.
    fn example(&mut self) -> Vec<u8> {
        let chosen = self.below(self.examples.len() + 1);
        match self.examples.get(chosen) {
            Some(example) => example.clone(),
            None => (0..self.below(200)).map(|_| self.byte()).collect(),
        }
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        match self.below(6) {
            0 => input.truncate(at),
            1 => input.insert(at, self.byte()),
            2 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << self.below(8);
                }
            }
            3 => {
                let end = at + self.below(input.len() + 1 - at);
                input.drain(at..end);
            }
            4 => {
                let end = at + self.below(input.len() + 1 - at);
                let part = input[at..end].to_vec();
                input.splice(at..at, part);
            }
            _ => {
                let other = self.example();
                let part = other[self.below(other.len() + 1)..].to_vec();
                input.splice(at..at, part);
            }
        }
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("it is below 256")
    }

    /// `SplitMix64`.
    fn below(&mut self, limit: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        usize::try_from(bits % limit as u64).expect("it is below a usize")
    }
}
