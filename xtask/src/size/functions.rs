//! The functions of a WebAssembly module, by their names and bytes.

use anyhow::Result;
use std::collections::HashMap;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// A function's body, or another part of a module, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: usize,
}

/// Each function, and each section that has none, of a module with a name section.
pub(super) fn parts(module: &[u8]) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Some(section) = section(&payload)
            && let Some((_, range)) = payload.as_section()
        {
            parts.push(Part {
                name: format!("({section})"),
                bytes: usize::try_from(range.end - range.start)?,
            });
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().len()),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(subsections) = custom.as_known() {
                    names.extend(function_names(subsections)?);
                }
            }
            _ => {}
        }
    }
    parts.extend(bodies.into_iter().enumerate().map(|(at, bytes)| {
        // Imports are counted before the module's own functions.
        let name = names.get(&(imported + at));
        Part {
            name: name.map_or_else(|| format!("#{at}"), |name| without_hashes(name)),
            bytes,
        }
    }));
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    Ok(parts)
}

/// The name of a section that contains neither code nor debugging data.
fn section(payload: &Payload<'_>) -> Option<&'static str> {
    Some(match payload {
        Payload::TypeSection(_) => "types",
        Payload::ImportSection(_) => "imports",
        Payload::FunctionSection(_) => "functions",
        Payload::TableSection(_) => "tables",
        Payload::MemorySection(_) => "memory",
        Payload::GlobalSection(_) => "globals",
        Payload::ExportSection(_) => "exports",
        Payload::StartSection { .. } => "start",
        Payload::ElementSection(_) => "elements",
        Payload::DataSection(_) => "data",
        Payload::DataCountSection { .. } => "data count",
        _ => return None,
    })
}

/// The names of functions, by their numbers.
fn function_names(subsections: wasmparser::NameSectionReader<'_>) -> Result<HashMap<usize, &str>> {
    let mut names = HashMap::new();
    for subsection in subsections {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                names.insert(usize::try_from(naming.index)?, naming.name);
            }
        }
    }
    Ok(names)
}

/// The crate of a function: the first crate in its name. An exported function has no path in its name, and belongs to
/// everfetch.
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
