//! Tokens, users and sign-ins by the numbers under which the core compares them, and tokens by the fingerprints
//! under which tabs name them.

use crate::session::Limit;

/// Identifies a token in messages and locks between tabs: 64 bits as hexadecimal digits. Two tokens of one session with
/// the same fingerprint (one in 2^64 pairs) could only make a tab wait for a refresh that has not been made, or believe
/// a sign-out that was not its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint(String);

impl Fingerprint {
    /// The TypeScript runtime computes the same, over UTF-16 units.
    pub(super) fn of(token: &str) -> Self {
        let (mut high, mut low) = (0x811c_9dc5_u32, 0x41c6_ce57_u32);
        for unit in token.encode_utf16() {
            high = (high ^ u32::from(unit)).wrapping_mul(0x9e37_79b1);
            low = (low ^ u32::from(unit)).wrapping_mul(0x5f35_6495);
            // The high bits of a product depend on all bits of its factors, and the low ones do not.
            high ^= high >> 15;
            low ^= low >> 13;
        }
        Self(format!("{high:08x}{low:08x}"))
    }

    /// A fingerprint that another tab has sent.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_one = text.len() == 16
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_one.then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Gives each name its own number: equal numbers mean equal names. A name that has not been used for a long time gets a
/// new number, and so counts as a different name, which rejects requests but never sends one.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The most recently used is last.
    known: Vec<(String, u32)>,
    last: u32,
}

impl Numbers {
    const KEPT: usize = Limit::NAMES as usize;

    pub(super) fn of(&mut self, name: &str) -> u32 {
        let number = match self.known.iter().position(|(known, _)| known == name) {
            Some(at) => self.known.remove(at).1,
            None => {
                self.last += 1;
                self.last
            }
        };
        if self.known.len() == Self::KEPT {
            self.known.remove(0);
        }
        self.known.push((name.to_owned(), number));
        number
    }

    fn name_of(&self, number: u32) -> Option<&str> {
        self.known
            .iter()
            .find(|(_, known)| *known == number)
            .map(|(name, _)| name.as_str())
    }
}

/// The same for tokens. The core's number of a token is the number of its fingerprint, which other tabs use in
/// messages.
#[derive(Debug, Default)]
pub(super) struct Tokens(Numbers);

impl Tokens {
    pub(super) fn of(&mut self, token: &str) -> u32 {
        self.named(&Fingerprint::of(token))
    }

    pub(super) fn named(&mut self, fingerprint: &Fingerprint) -> u32 {
        self.0.of(fingerprint.as_str())
    }

    pub(super) fn fingerprint_of(&self, number: u32) -> Option<Fingerprint> {
        Fingerprint::read(self.0.name_of(number)?)
    }
}
