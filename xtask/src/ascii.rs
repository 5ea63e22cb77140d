//! Bytes as printable ASCII that needs no escape in any JavaScript string and compresses as well
//! as the bytes do. `pkg-template/decode.js` is the other half.
//!
//! Two bytes out of five are so common that each gets its own character; every other byte is a prefix (`}` or `~`) and
//! a character. The text starts with 64 hexadecimal digits, one bit for each byte value that has its own character. A
//! common byte that is itself a usable character stands for itself, so that names in the wasm compress against those of
//! the script.

/// The characters that stand for one byte: 0x20 to 0x7c without `"` and `\`.
fn alphabet() -> impl Iterator<Item = u8> {
    (b' '..b'}').filter(|c| !matches!(c, b'"' | b'\\'))
}

/// Encodes `bytes` as text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let common = common(bytes);
    let codes = codes(&common);
    let mut text = String::with_capacity(bytes.len() * 5 / 4 + 64);
    for four in common.chunks(4) {
        let digit = four
            .iter()
            .rev()
            .fold(0, |digit, &bit| digit * 2 + u32::from(bit));
        text.push(char::from_digit(digit, 16).expect("four bits are one digit"));
    }
    for &byte in bytes {
        text.push_str(&codes[usize::from(byte)]);
    }
    text
}

/// The byte values that get their own character: the most frequent ones, as many as there are characters.
fn common(bytes: &[u8]) -> [bool; 256] {
    let mut counts = [0_usize; 256];
    for &byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let mut values: Vec<usize> = (0..256).collect();
    values.sort_by_key(|&value| std::cmp::Reverse(counts[value]));
    let mut common = [false; 256];
    for &value in values.iter().take(alphabet().count()) {
        common[value] = true;
    }
    common
}

/// The text of each byte value.
fn codes(common: &[bool; 256]) -> Vec<String> {
    let stays = |value: u8| common[usize::from(value)] && alphabet().any(|c| c == value);
    let mut free = alphabet().filter(|&c| !stays(c));
    let pairs = alphabet()
        .map(|c| ['}', c.into()])
        .chain(alphabet().map(|c| ['~', c.into()]));
    let mut pairs = pairs.map(String::from_iter);
    (0..=255_u8)
        .map(|value| match (common[usize::from(value)], stays(value)) {
            (true, true) => char::from(value).to_string(),
            (true, false) => char::from(free.next().expect("a character for each")).to_string(),
            (false, _) => pairs
                .next()
                .expect("two prefixes are enough for 165 values"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Does in Rust what `pkg-template/src/runtime/decode.ts` does.
    fn decode(text: &str) -> Vec<u8> {
        let (header, body) = text.split_at(64);
        let mut common = [false; 256];
        for (value, bit) in common.iter_mut().enumerate() {
            let digit = char::from(header.as_bytes()[value / 4])
                .to_digit(16)
                .unwrap();
            *bit = digit >> (value % 4) & 1 == 1;
        }
        let bytes = codes(&common)
            .into_iter()
            .zip(0..=255_u8)
            .collect::<HashMap<_, _>>();
        let mut chars = body.chars();
        let mut out = Vec::new();
        while let Some(first) = chars.next() {
            let code = match first {
                '}' | '~' => String::from_iter([first, chars.next().unwrap()]),
                _ => first.to_string(),
            };
            out.push(bytes[&code]);
        }
        out
    }

    /// Bytes that look random and are the same in every run.
    fn noise(length: usize, mut seed: u64) -> Vec<u8> {
        let mut next = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 56) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn every_byte_value_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&bytes)), bytes);
    }

    #[test]
    fn nothing_comes_back_as_nothing() {
        assert_eq!(decode(&encode(&[])), Vec::<u8>::new());
    }

    #[test]
    fn random_bytes_come_back() {
        for seed in 0..50 {
            let bytes = noise(1 + seed as usize * 97, seed);
            assert_eq!(decode(&encode(&bytes)), bytes, "seed {seed}");
        }
    }

    #[test]
    fn the_text_needs_no_escape_in_a_string() {
        let text = encode(&noise(20_000, 7));
        assert!(
            text.bytes()
                .all(|c| (b' '..=b'~').contains(&c) && c != b'"' && c != b'\\')
        );
    }

    #[test]
    fn a_common_letter_stands_for_itself() {
        let text = encode(b"everfetch everfetch");
        assert!(text.ends_with("everfetch everfetch"));
    }

    #[test]
    fn common_bytes_take_one_character() {
        let zeros = encode(&[0; 1000]);
        assert_eq!(zeros.len(), 64 + 1000);
    }
}
