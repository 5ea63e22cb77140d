//! `pkg/` from the engine and `pkg-template/`: bundled by esbuild, in the layout that needs no
//! configuration in any bundler.

use super::{version, work};
use crate::{ascii, paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The syntax of 2022, which every current browser, Node 18 and webpack 5 support.
const SYNTAX: &str = "--target=es2022";

/// The files of `dist/` that are bundled separately: name, entry, format, esbuild's own options.
const ENTRIES: [(&str, &str, &str, &[&str]); 14] = [
    ("index.cjs", "index.ts", "cjs", &["--platform=node"]),
    ("axios.cjs", "axios.ts", "cjs", CALLABLE),
    ("wasm.js", "wasm.ts", "esm", &[]),
    // CommonJS has no `import.meta`, so `init()` needs the path of the engine.
    (
        "wasm.cjs",
        "wasm.ts",
        "cjs",
        &["--platform=node", "--define:import.meta.url=undefined"],
    ),
    ("vue.js", "vue/index.ts", "esm", FRAMEWORK),
    ("vue.cjs", "vue/index.ts", "cjs", FRAMEWORK),
    ("react.js", "react/index.ts", "esm", FRAMEWORK),
    ("react.cjs", "react/index.ts", "cjs", FRAMEWORK),
    ("dpop.js", "dpop/index.ts", "esm", &[NOTICE]),
    (
        "dpop.cjs",
        "dpop/index.ts",
        "cjs",
        &["--platform=node", NOTICE],
    ),
    ("storage.js", "storage/index.ts", "esm", &[]),
    (
        "storage.cjs",
        "storage/index.ts",
        "cjs",
        &["--platform=node"],
    ),
    ("devtools.js", "devtools/index.ts", "esm", &[]),
    (
        "devtools.cjs",
        "devtools/index.ts",
        "cjs",
        &["--platform=node"],
    ),
];

/// The shared file's name, the entries by name and source, esbuild's own options.
type Pair = (
    &'static str,
    [(&'static str, &'static str); 2],
    &'static [&'static str],
);

/// Entries that share a file, so that an application with both ships one engine. Static
/// imports only: every bundler and a service worker can load them.
const PAIRS: [Pair; 3] = [
    (
        "shared",
        [("index", "index.ts"), ("axios", "axios.ts")],
        &[],
    ),
    (
        "workerd-shared",
        [
            ("workerd", "workerd.ts"),
            ("workerd-axios", "workerd-axios.ts"),
        ],
        &["--external:./engine.wasm"],
    ),
    (
        "edge-shared",
        [("edge", "edge.ts"), ("edge-axios", "edge-axios.ts")],
        &["--external:./engine.wasm?module"],
    ),
];

/// What `require()` returns is axios itself, a function, as with axios.
const CALLABLE: &[&str] = &[
    "--platform=node",
    "--footer:js=module.exports=module.exports.default;",
];

/// The entries with long texts, which are built twice: `index.js` is for production, and `index.development.js`
/// for tools that resolve the condition `development`.
const WITH_TEXTS: [&str; 5] = ["index.cjs", "axios.cjs", "wasm.js", "wasm.cjs", "shared"];

/// The files that pages load, which terser makes smaller than esbuild and the application's own minifier can, by about
/// 0.4 kB of brotli.
const LOADED: [&str; 4] = ["shared.js", "index.js", "axios.js", "wasm.js"];

/// The options of terser. Reading a property has no side effects, because no getter has any.
const SMALLER: &str = "passes=3,pure_getters,keep_fargs=false,inline=1";

/// The application's own copy of the framework is the one to use.
const FRAMEWORK: &[&str] = &["--packages=external"];

/// The entry contains a library from npm.
const NOTICE: &str = "--banner:js=/*! contains dpop by Filip Skokan (MIT), see LICENSE-DPOP */";

/// The imports of an application: the package itself, and the entries below it.
const DECLARED: [&str; 8] = [
    "index", "axios", "wasm", "vue", "react", "devtools", "dpop", "storage",
];

/// Which texts a build contains: `DEVELOPMENT` in the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    /// An error about an option names the option, and the page that explains the error.
    Short,
    /// It explains itself.
    Long,
}

/// Fills `pkg/`.
pub(crate) fn assemble(engine: &[u8]) -> Result<()> {
    stage(engine)?;
    let pkg = paths::pkg();
    let dist = pkg.join("dist");
    shell::fresh_dir(&pkg)?;
    fs::create_dir(&dist)?;
    for (name, entry, format, options) in ENTRIES {
        bundle(entry, &dist.join(name), format, Texts::Short, options)?;
        if WITH_TEXTS.contains(&name) {
            let file = dist.join(name.replacen('.', ".development.", 1));
            bundle(entry, &file, format, Texts::Long, options)?;
        }
    }
    for (shared, entries, options) in PAIRS {
        split(shared, &entries, "", Texts::Short, options)?;
        if WITH_TEXTS.contains(&shared) {
            split(shared, &entries, ".development", Texts::Long, options)?;
        }
    }
    for name in LOADED {
        minify(&dist.join(name))?;
    }
    // The browser tests import a file that imports no other.
    let whole = work().join("tests");
    shell::fresh_dir(&whole)?;
    for name in ["index", "axios"] {
        let file = whole.join(format!("{name}.js"));
        bundle(&format!("{name}.ts"), &file, "esm", Texts::Long, &[])?;
    }
    fs::write(dist.join("engine.wasm"), engine)?;
    declarations(&dist)?;
    // Only TypeScript's `moduleResolution: node10` reads these, because it does not support `exports`.
    for name in &DECLARED[1..] {
        fs::create_dir(pkg.join(name))?;
        fs::write(
            pkg.join(name).join("package.json"),
            format!(
                "{{\n  \"main\": \"../dist/{name}.cjs\",\n  \"module\": \"../dist/{name}.js\",\n  \
                 \"types\": \"../dist/{name}.d.ts\"\n}}\n"
            ),
        )?;
    }
    texts(&pkg)
}

/// The types of every entry.
pub(crate) fn declarations(dist: &Path) -> Result<()> {
    for types in DECLARED {
        let text = fs::read_to_string(paths::template().join(format!("{types}.d.ts")))?;
        fs::write(dist.join(format!("{types}.d.ts")), &text)?;
        // TypeScript takes the format of a declaration from its name, so CommonJS has its own.
        let common = text.replace("./index.js", "./index.cjs");
        fs::write(dist.join(format!("{types}.d.cts")), common)?;
    }
    Ok(())
}

/// Copies the template's sources and the engine as text into one folder.
fn stage(engine: &[u8]) -> Result<()> {
    shell::fresh_dir(&sources())?;
    shell::copy_dir(&paths::template().join("src"), &sources(), &[])?;
    let blob = format!("export default \"{}\";\n", ascii::encode(engine));
    fs::write(sources().join("blob.js"), blob)?;
    Ok(())
}

/// Where they lie.
fn sources() -> PathBuf {
    work().join("src")
}

fn bundle(entry: &str, file: &Path, format: &str, texts: Texts, options: &[&str]) -> Result<()> {
    let mut esbuild = esbuild(&[entry.to_owned()], format, texts)?;
    esbuild
        .arg("--minify")
        .arg("--line-limit=800")
        .arg(format!("--outfile={}", file.display()))
        .args(options);
    shell::capture(&mut esbuild).with_context(|| format!("bundling {}", file.display()))?;
    Ok(())
}

fn minify(file: &Path) -> Result<()> {
    let mut terser = shell::program("terser");
    terser
        .arg(file)
        .args(["--module", "--ecma", "2022", "--mangle"])
        .args(["--compress", SMALLER])
        .args(["--format", "ascii_only,max_line_len=800"])
        .arg("--output")
        .arg(file);
    shell::capture(&mut terser).with_context(|| format!("minifying {}", file.display()))?;
    Ok(())
}

/// Bundles entries that share a file.
fn split(
    shared: &str,
    entries: &[(&str, &str)],
    suffix: &str,
    texts: Texts,
    options: &[&str],
) -> Result<()> {
    let named = entries
        .iter()
        .map(|(name, entry)| format!("{name}{suffix}={entry}"));
    let mut esbuild = esbuild(&named.collect::<Vec<_>>(), "esm", texts)?;
    esbuild
        .args(["--splitting", "--minify", "--line-limit=800"])
        .arg(format!("--chunk-names={shared}{suffix}"))
        .arg(format!("--outdir={}", paths::pkg().join("dist").display()))
        .args(options);
    shell::capture(&mut esbuild).with_context(|| format!("bundling {shared}{suffix}"))?;
    Ok(())
}

/// The files in `index.js`. If white space is kept, esbuild marks where each file begins.
pub(crate) fn index_by_file() -> Result<Vec<(String, String)>> {
    let mut esbuild = esbuild(&["index.ts".to_owned()], "esm", Texts::Short)?;
    esbuild.args(["--minify-identifiers", "--minify-syntax"]);
    let code = String::from_utf8(shell::capture(&mut esbuild)?)?;
    let mut files: Vec<(String, String)> = Vec::new();
    // The exports at the end belong to no file, and would refer to the file that is left out.
    for line in code.lines().take_while(|line| *line != "export {") {
        if let Some(file) = line.strip_prefix("// ") {
            files.push((file.trim_start_matches("../").to_owned(), String::new()));
        } else if let Some((_, code)) = files.last_mut() {
            code.push_str(line);
            code.push('\n');
        }
    }
    Ok(files)
}

fn esbuild(entries: &[String], format: &str, texts: Texts) -> Result<Command> {
    let version = version()?;
    let mut esbuild = shell::program("esbuild");
    esbuild
        .args(entries)
        .args([
            "--bundle",
            "--charset=ascii",
            "--legal-comments=none",
            SYNTAX,
        ])
        .arg("--log-level=warning")
        .arg(format!("--define:EVERFETCH_VERSION=\"{version}\""))
        .arg(format!("--define:DEVELOPMENT={}", texts == Texts::Long))
        .arg(format!("--format={format}"))
        // Where the libraries that an entry contains are installed.
        .env("NODE_PATH", paths::npm().join("node_modules"))
        .current_dir(sources());
    Ok(esbuild)
}

fn texts(pkg: &Path) -> Result<()> {
    let files = [
        "package.json",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "LICENSE-DPOP",
    ];
    for name in files {
        let places = [paths::template().join(name), paths::root().join(name)];
        match places.iter().find(|place| place.is_file()) {
            Some(place) => drop(fs::copy(place, pkg.join(name))?),
            None => eprintln!("  (the package has no {name} yet)"),
        }
    }
    shell::copy_dir(
        &paths::root().join("www/docs"),
        &pkg.join("docs"),
        // Replaces a missing translation on the site.
        &["[page].md", "[page].paths.js"],
    )
}
