//! wasm-bindgen's glue, fitted to the module that wasm-opt made of its wasm: the short names of
//! imports and exports in, imports that wasm-opt found unused out, one `start(module)` added.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fmt::Write as _;

/// What wasm-opt's `--minify-imports-and-exports-and-modules` prints: old names and new.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Module, name, short name.
    imports: Vec<[String; 3]>,
    /// Name, short name.
    exports: Vec<[String; 2]>,
}

impl Names {
    /// Reads what wasm-opt printed.
    pub(crate) fn parse(json: &str) -> Result<Self> {
        let names: Value = serde_json::from_str(json).context("wasm-opt printed no JSON")?;
        Ok(Self {
            imports: rows(&names["imports"])?,
            exports: rows(&names["exports"])?,
        })
    }

    /// JavaScript that calls exports as `wasm.name`, with the short names.
    pub(crate) fn shorten(&self, text: &str) -> String {
        let mut short = text.to_owned();
        for [name, to] in &self.exports {
            short = replace_member(&short, name, to);
        }
        short
    }
}

/// All imports have this one module name once wasm-opt has shortened it.
const MODULE: &str = "a";

/// The module name that wasm-bindgen gives to what the glue itself implements.
const OWN: &str = "./everfetch_bg.js";

/// The glue with `names` in it.
pub(crate) fn fit(glue: &str, names: &Names) -> Result<String> {
    let (before, rest) = cut(glue, "function __wbg_get_imports() {\n")?;
    let (imports, after) = cut(rest, "\n}\n")?;
    let mut fitted = format!(
        "{before}function __wbg_get_imports() {{\n{}\n}}\n{after}",
        imports_of(imports, names)?
    );
    fitted = names.shorten(&fitted);
    if !fitted.contains("function __wbg_finalize_init(instance, module)") {
        bail!("the glue has no __wbg_finalize_init(instance, module) any more");
    }
    fitted.push_str(
        "\n/** Instantiates the engine: `module` may be of another realm, so nothing asks what it is. */\n\
         export function start(module) {\n    \
         return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);\n}\n",
    );
    Ok(fitted)
}

/// The body of `__wbg_get_imports`, with one object for the one module.
fn imports_of(body: &str, names: &Names) -> Result<String> {
    let (own, modules) = cut(body, "\n    };\n")?;
    let entries = entries(own);
    let mut out = "    return { ".to_owned() + MODULE + ": {\n";
    for [module, name, short] in &names.imports {
        if module == OWN {
            let entry = entries.iter().find(|entry| entry.name == name);
            let entry = entry.with_context(|| format!("the glue does not import {name}"))?;
            writeln!(out, "        {short}: {}", entry.value)?;
        } else {
            let key = format!("\"{module}\": ");
            let (_, variable) = cut(modules, &key)?;
            let (variable, _) = cut(variable, ",")?;
            writeln!(out, "        {short}: {variable}.{name},")?;
        }
    }
    out.push_str("    } };");
    Ok(out)
}

struct Entry<'a> {
    name: &'a str,
    value: String,
}

/// The members of wasm-bindgen's import object: each begins at eight spaces and a name.
fn entries(object: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for line in object.lines() {
        let member = line
            .strip_prefix("        ")
            .and_then(|line| line.split_once(": "));
        match member {
            Some((name, value)) if is_name(name) => {
                entries.push(Entry {
                    name,
                    value: value.to_owned(),
                });
            }
            _ => {
                if let Some(entry) = entries.last_mut() {
                    entry.value.push('\n');
                    entry.value.push_str(line);
                }
            }
        }
    }
    entries
}

/// `wasm.name` as `wasm.short`, wherever the name ends there.
fn replace_member(text: &str, name: &str, short: &str) -> String {
    let member = format!("wasm.{name}");
    let mut pieces = text.split(&member);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let goes_on =
            piece.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$');
        out.push_str(if goes_on { &member } else { "wasm." });
        out.push_str(if goes_on { "" } else { short });
        out.push_str(piece);
    }
    out
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

fn cut<'a>(text: &'a str, at: &str) -> Result<(&'a str, &'a str)> {
    text.split_once(at)
        .with_context(|| format!("the glue has no {at:?} any more"))
}

fn rows<const N: usize>(rows: &Value) -> Result<Vec<[String; N]>> {
    serde_json::from_value::<Vec<Vec<String>>>(rows.clone())?
        .into_iter()
        .map(|row| match row.try_into() {
            Ok(row) => Ok(row),
            Err(row) => bail!("wasm-opt printed {row:?} where {N} names belong"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"import * as import1 from "./snippets/x/face.js"
export function version() { return wasm.version() + wasm.version_long(); }
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_call_1: function() { return handleError(function (arg0) {
            const ret = arg0.call();
            return ret;
        }, arguments); },
        __wbg_unused_2: function(arg0) {
            return wasm.memory;
        },
        __wbg_random_3: Math.random,
    };
    return {
        __proto__: null,
        "./everfetch_bg.js": import0,
        "./snippets/x/face.js": import1,
    };
}
function __wbg_finalize_init(instance, module) {}
"#;

    fn names() -> Names {
        Names::parse(
            r#"{"imports": [["./everfetch_bg.js", "__wbg_random_3", "b"],
                            ["./snippets/x/face.js", "make", "c"],
                            ["./everfetch_bg.js", "__wbg_call_1", "d"]],
                "exports": [["version", "E"]]}"#,
        )
        .unwrap()
    }

    #[test]
    fn imports_get_their_short_names_and_unused_ones_go() {
        let glue = fit(GLUE, &names()).unwrap();
        assert!(
            glue.contains("return { a: {\n        b: Math.random,\n        c: import1.make,\n")
        );
        assert!(glue.contains("d: function() { return handleError(function (arg0) {\n"));
        assert!(!glue.contains("__wbg_unused_2") && !glue.contains("import0"));
    }

    #[test]
    fn exports_get_their_short_names_and_longer_names_are_left_alone() {
        let glue = fit(GLUE, &names()).unwrap();
        assert!(glue.contains("return wasm.E() + wasm.version_long();"));
    }

    #[test]
    fn an_import_that_the_glue_lacks_is_an_error() {
        let glue = GLUE.replace("__wbg_random_3", "__wbg_other_4");
        let error = fit(&glue, &names()).unwrap_err();
        assert_eq!(error.to_string(), "the glue does not import __wbg_random_3");
    }
}
