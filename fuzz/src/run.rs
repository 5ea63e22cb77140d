//! Runs a target.

use crate::Target;
use crate::input::Inputs;
use arbitrary::Unstructured;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs};

/// How long a target runs in `cargo xtask test`.
const SHORT: Duration = Duration::from_millis(500);

/// How long it runs with `--deep`.
const LONG: Duration = Duration::from_secs(60);

/// Runs a target with its corpus, then with random inputs for as long as the environment says.
///
/// # Panics
///
/// When the target does; the input is then in `fuzz/corpus`.
pub fn run(target: &Target) {
    let corpus = corpus(target);
    for input in &corpus {
        check(target, input);
    }
    let examples = target.examples.iter().map(|text| text.as_bytes().to_vec());
    let seed = seed();
    let mut inputs = Inputs::new(seed, examples.chain(corpus).collect());
    let time = match env::var_os("EVERFETCH_DEEP") {
        Some(_) => LONG,
        None => SHORT,
    };
    let begun = Instant::now();
    let mut count = 0_u64;
    while begun.elapsed() < time {
        check(target, &inputs.next_input());
        count += 1;
    }
    // Not captured, so that the number of tried inputs is printed even if the test passes.
    let name = target.name;
    let _ = writeln!(
        std::io::stderr(),
        "{name}: {count} inputs, EVERFETCH_SEED={seed}"
    );
}

fn check(target: &Target, input: &[u8]) {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // An input that is too short is one that says less.
        let _ = (target.check)(&mut Unstructured::new(input));
    }));
    if let Err(panic) = outcome {
        eprintln!(
            "{} fails with {:?}",
            target.name,
            String::from_utf8_lossy(input)
        );
        keep(target, input);
        resume_unwind(panic);
    }
}

/// Inputs that have failed once.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let Ok(files) = fs::read_dir(folder(target)) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    paths.iter().flat_map(fs::read).collect()
}

fn keep(target: &Target, input: &[u8]) {
    let folder = folder(target);
    let name = input
        .iter()
        .fold(0_u64, |hash, byte| hash.wrapping_mul(31) ^ u64::from(*byte));
    let kept = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(format!("{name:016x}")), input));
    if let Err(error) = kept {
        eprintln!("the input could not be kept: {error}");
    }
}

fn folder(target: &Target) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name)
}

/// A new one each time, so that each run tries something else.
fn seed() -> u64 {
    let named = env::var("EVERFETCH_SEED").ok();
    named.and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    })
}
