//! How many tests passed and failed where.

use crate::shell::Ran;
use std::fmt;

/// What one part came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    passed: usize,
    failed: usize,
    /// Tests are counted; a check (a lint, a format) only holds or fails.
    counts: bool,
}

impl Outcome {
    /// The part could not be carried out, or its one check fails.
    pub(crate) fn failed() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }

    /// A check that holds.
    pub(crate) fn holds() -> Self {
        Self::default()
    }

    /// A check, by how its program ended.
    pub(crate) fn check(ran: &Ran) -> Self {
        if ran.ok {
            Self::holds()
        } else {
            Self::failed()
        }
    }

    /// Tests, by the lines `test result: ok. 3 passed; 0 failed; …` of what ran them.
    pub(crate) fn tests(ran: &Ran) -> Self {
        let mut outcome = Self {
            counts: true,
            ..Self::default()
        };
        for line in ran.output.lines() {
            let Some((_, counts)) = line.split_once("test result: ") else {
                continue;
            };
            outcome.passed += number_before(counts, " passed");
            outcome.failed += number_before(counts, " failed");
        }
        outcome.ran_to_the_end(ran)
    }

    /// Tests, by the lines `ℹ pass 3` and `ℹ fail 0` of what ran them.
    pub(crate) fn node_tests(ran: &Ran) -> Self {
        let mut outcome = Self {
            counts: true,
            ..Self::default()
        };
        for line in ran.output.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let ["ℹ", word, number] = words[..] else {
                continue;
            };
            let number: usize = number.parse().unwrap_or(0);
            match word {
                "pass" => outcome.passed += number,
                // One that is skipped or left to be done has not passed.
                "fail" | "cancelled" | "skipped" | "todo" => outcome.failed += number,
                _ => {}
            }
        }
        outcome.ran_to_the_end(ran)
    }

    /// Tests, by the line `Tests  2 failed | 3 passed (5)` of what ran them.
    pub(crate) fn vitest_tests(ran: &Ran) -> Self {
        let mut outcome = Self {
            counts: true,
            ..Self::default()
        };
        for line in ran.output.lines() {
            let Some(counts) = line.trim_start().strip_prefix("Tests  ") else {
                continue;
            };
            outcome.passed += number_before(counts, " passed");
            // One that is skipped or left to be done has not passed.
            for word in [" failed", " skipped", " todo"] {
                outcome.failed += number_before(counts, word);
            }
        }
        outcome.ran_to_the_end(ran)
    }

    fn ran_to_the_end(mut self, ran: &Ran) -> Self {
        let none = self.passed + self.failed == 0;
        if none || (!ran.ok && self.failed == 0) {
            self.failed = 1; // there was no test, it did not compile, or a runner died
        }
        self
    }

    /// Both of them.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            counts: self.counts || other.counts,
        }
    }
}

/// The outcomes of all parts that ran; displayed as the table that ends the run.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<(&'static str, Outcome)>);

impl Tally {
    /// Adds what a part came to.
    pub(crate) fn add(&mut self, part: &'static str, outcome: Outcome) {
        self.0.push((part, outcome));
    }

    /// Whether nothing failed.
    pub(crate) fn passed(&self) -> bool {
        self.sum().failed == 0
    }

    fn sum(&self) -> Outcome {
        self.0
            .iter()
            .fold(Outcome::default(), |sum, (_, outcome)| sum.and(*outcome))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (
            part,
            Outcome {
                passed,
                failed,
                counts,
            },
        ) in &self.0
        {
            match (counts, failed) {
                (true, _) => writeln!(f, "{part:<10} {passed:>4} passed, {failed} failed")?,
                (false, 0) => writeln!(f, "{part:<10}   ok")?,
                (false, _) => writeln!(f, "{part:<10}   FAILED")?,
            }
        }
        let sum = self.sum();
        write!(f, "\n{} passed, {} failed", sum.passed, sum.failed)
    }
}

/// The number that stands before `word`, 0 where there is none.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before
        .rsplit([' ', '.', ';'])
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(ok: bool, output: &str) -> Ran {
        Ran {
            ok,
            output: output.to_owned(),
        }
    }

    #[test]
    fn results_of_several_binaries_add_up() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored\nx\n\
                      test result: FAILED. 10 passed; 2 failed; 0 ignored\n";
        let outcome = Outcome::tests(&ran(false, output));
        assert_eq!(
            outcome,
            Outcome {
                passed: 13,
                failed: 2,
                counts: true
            }
        );
    }

    #[test]
    fn a_run_that_did_not_get_to_its_tests_is_a_failure() {
        let outcome = Outcome::tests(&ran(false, "error: could not compile"));
        assert_eq!(
            outcome,
            Outcome {
                passed: 0,
                failed: 1,
                counts: true
            }
        );
    }

    #[test]
    fn a_run_without_a_test_is_a_failure() {
        let outcome = Outcome::tests(&ran(true, "test result: ok. 0 passed; 0 failed;"));
        assert_eq!(outcome.failed, 1);
    }

    #[test]
    fn results_of_node_are_counted() {
        let of = |ok, output| {
            let outcome = Outcome::node_tests(&ran(ok, output));
            (outcome.passed, outcome.failed)
        };
        let passed = "✔ it passes (1 ms)\nℹ tests 7\nℹ pass 7\nℹ fail 0\nℹ skipped 0\n";
        assert_eq!(of(true, passed), (7, 0));
        assert_eq!(of(false, passed), (7, 1));
        assert_eq!(of(false, "ℹ pass 5\nℹ fail 2\nℹ cancelled 1\n"), (5, 3));
        assert_eq!(of(false, "node: bad option"), (0, 1));
    }

    #[test]
    fn results_of_vitest_are_counted() {
        let of = |ok, counts| {
            let output = format!(" Test Files  1 passed (1)\n      Tests  {counts}\n");
            let outcome = Outcome::vitest_tests(&ran(ok, &output));
            (outcome.passed, outcome.failed)
        };
        assert_eq!(of(true, "7 passed (7)"), (7, 0));
        assert_eq!(of(false, "7 passed (7)"), (7, 1));
        let some = "2 failed | 5 passed | 1 skipped | 1 todo (9)";
        assert_eq!(of(false, some), (5, 4));
        assert_eq!(of(true, "no tests"), (0, 1));
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let mut tally = Tally::default();
        tally.add("fmt", Outcome::holds());
        tally.add("clippy", Outcome::failed());
        tally.add(
            "host",
            Outcome::tests(&ran(true, "test result: ok. 7 passed; 0 failed;")),
        );
        let text = tally.to_string();
        assert_eq!(text.lines().last(), Some("7 passed, 1 failed"));
        assert!(text.contains("clippy       FAILED"));
        assert!(!tally.passed());
    }
}
