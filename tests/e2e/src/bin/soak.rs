//! `cargo xtask test --soak MINUTES`: one browser after another, each for its share of the time.

use anyhow::{Context, Result, bail};
use everfetch_e2e::Browser;
use everfetch_e2e::soak::{Options, run};
use std::process::ExitCode;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [minutes, seed, browsers @ ..] = args.as_slice() else {
        bail!("soak MINUTES SEED BROWSER…");
    };
    let minutes: f64 = minutes.parse().context("MINUTES is a number")?;
    let seed = seed.parse().context("SEED is a number")?;
    let time = Duration::from_secs_f64(minutes * 60.0 / browsers.len() as f64);
    let (mut passed, mut failed) = (0, 0);
    for name in browsers {
        let browser = Browser::named(name)?;
        println!("{browser:?} for {} s, seed {seed}", time.as_secs());
        let options = Options {
            browser,
            time,
            seed,
        };
        let report = run(options).await?;
        println!("{report}");
        if report.violations.is_empty() {
            passed += 1;
        } else {
            failed += 1;
        }
    }
    println!("test result: {passed} passed; {failed} failed");
    Ok(ExitCode::from(u8::from(failed > 0)))
}
