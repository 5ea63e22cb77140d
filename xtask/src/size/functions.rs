//! The functions of a WebAssembly module, by their names and bytes (core specification, chapter 5).

use anyhow::{Context, Result};
use std::collections::HashMap;

/// A function's body, or what else a module has, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: usize,
}

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;

/// What the sections are called.
const SECTIONS: [&str; 13] = [
    "custom",
    "types",
    "imports",
    "functions",
    "tables",
    "memory",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
];

/// Each function, and each section that has none, of a module with a name section.
pub(super) fn parts(module: &[u8]) -> Result<Vec<Part>> {
    let mut reader = Reader(module.get(8..).context("no WebAssembly")?);
    let mut parts = Vec::new();
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut imported = 0;
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let mut section = reader.counted()?;
        let bytes = section.0.len();
        match id {
            CUSTOM if section.text()? == "name" => names = function_names(section)?,
            CUSTOM => {}
            CODE => {
                for _ in 0..section.number()? {
                    bodies.push(section.counted()?.0.len());
                }
            }
            other => {
                if other == IMPORT {
                    imported = imported_functions(section)?;
                }
                let name = SECTIONS.get(usize::from(other)).unwrap_or(&"other");
                parts.push(Part {
                    name: format!("({name})"),
                    bytes,
                });
            }
        }
    }
    parts.extend(bodies.into_iter().enumerate().map(|(at, bytes)| {
        let name = names.get(&(imported + at));
        Part {
            name: name.map_or_else(|| format!("#{at}"), |name| without_hashes(name)),
            bytes,
        }
    }));
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    Ok(parts)
}

/// Whose a function is: the first crate that its name names. What is exported has no path in its name,
/// and is everfetch's.
pub(super) fn crate_of(name: &str) -> &str {
    if name.starts_with('(') {
        return "(sections)";
    }
    let path = name.trim_start_matches(['<', '&']);
    match path.find("::") {
        Some(end) if path[..end].chars().all(|c| c.is_alphanumeric() || c == '_') => &path[..end],
        Some(_) | None => "everfetch",
    }
}

/// `core[1f]::ptr` is `core::ptr`.
fn without_hashes(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some(open) = rest.find('[') {
        let hash = rest[open + 1..].split(']').next().unwrap_or_default();
        let is_hash = hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit());
        let (kept, skipped) = if is_hash {
            (open, hash.len() + 2)
        } else {
            (open + 1, 0)
        };
        plain.push_str(&rest[..kept]);
        rest = &rest[kept + skipped..];
    }
    plain + rest
}

/// Subsection 1 of the name section.
fn function_names(mut section: Reader<'_>) -> Result<HashMap<usize, &str>> {
    let mut names = HashMap::new();
    while !section.0.is_empty() {
        let id = section.byte()?;
        let mut subsection = section.counted()?;
        if id == 1 {
            for _ in 0..subsection.number()? {
                let at = subsection.number()?;
                names.insert(at, subsection.text()?);
            }
        }
    }
    Ok(names)
}

/// How many of the imports are functions: they are counted before the module's own.
fn imported_functions(mut section: Reader<'_>) -> Result<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.text()?;
        section.text()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            _ => {
                section.byte()?;
                section.byte()?;
            }
        }
    }
    Ok(functions)
}

/// Reads what it has from its beginning on.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        Ok(self.bytes(1)?[0])
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).context("it ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = usize::from(self.byte()?);
            number |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    fn counted(&mut self) -> Result<Self> {
        let length = self.number()?;
        Ok(Self(self.bytes(length)?))
    }

    fn text(&mut self) -> Result<&'a str> {
        Ok(str::from_utf8(self.counted()?.0)?)
    }

    fn limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(import "m" "f" (func)) (func $mine (nop) (nop)) (func)`, with names for the first two.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x07\x01\x01m\x01f\0\0\
        \x03\x03\x02\0\0\
        \x0a\x09\x02\x04\0\x01\x01\x0b\x02\0\x0b\
        \0\x14\x04name\x01\x0d\x02\0\x01f\x01\x07a[00::b";

    #[test]
    fn functions_have_their_names_and_bytes_imports_counted_first() {
        let parts = parts(MODULE).unwrap();
        let part = |name: &str| parts.iter().find(|part| part.name == name).unwrap().bytes;
        assert_eq!(part("a[00::b"), 4);
        assert_eq!(part("#1"), 2);
        assert_eq!(part("(imports)"), 7);
        assert_eq!(part("(types)"), 4);
    }

    #[test]
    fn a_name_tells_the_crate_and_hashes_are_left_out() {
        let name = without_hashes("<rlsf[277cd46af517645c]::tlsf::Tlsf<[u8; 3]>>::allocate");
        assert_eq!(name, "<rlsf::tlsf::Tlsf<[u8; 3]>>::allocate");
        assert_eq!(crate_of(&name), "rlsf");
        assert_eq!(crate_of("core::ptr::drop_in_place::<everfetch::X>"), "core");
        assert_eq!(crate_of("advance"), "everfetch");
        assert_eq!(crate_of("(data)"), "(sections)");
    }

    #[test]
    fn half_a_module_is_an_error() {
        assert!(parts(&MODULE[..MODULE.len() - 3]).is_err());
    }
}
