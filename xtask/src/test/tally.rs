//! How many tests passed and failed where.

use crate::shell::Ran;
use roxmltree::Document;
use std::path::Path;
use std::{fmt, fs};

/// The outcome of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    passed: usize,
    failed: usize,
    /// Tests are counted; a check (a lint, a format) only holds or fails.
    counts: bool,
}

impl Outcome {
    /// The part could not run, or its only check failed.
    pub(crate) fn failed() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }

    /// A check that passed.
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
    ///
    /// The JUnit report of cargo-nextest is no alternative: nextest does not run the tests in a browser, which print
    /// the same lines, and libtest's own reports are unstable.
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

    /// Tests, by the JUnit report at `report`, which Node and Vitest write.
    pub(crate) fn reported(ran: &Ran, report: &Path) -> Self {
        let report = fs::read_to_string(report).unwrap_or_default();
        Self::junit(ran, &report)
    }

    fn junit(ran: &Ran, report: &str) -> Self {
        let mut outcome = Self {
            counts: true,
            ..Self::default()
        };
        let document = Document::parse(report); // fails when the program has not written a report
        let nodes = document.iter().flat_map(Document::descendants);
        for test in nodes.filter(|node| node.has_tag_name("testcase")) {
            let passed = test.children().all(|result| {
                // A test that is skipped or left to be done has not passed.
                let name = result.tag_name().name();
                !["failure", "error", "skipped"].contains(&name)
            });
            if passed {
                outcome.passed += 1;
            } else {
                outcome.failed += 1;
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

    /// The sum of both.
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
    /// Adds the outcome of a part.
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
        let of = |ok, tests: &str| {
            let report = format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites>\n{tests}<!-- tests 1 --></testsuites>"
            );
            let outcome = Outcome::junit(&ran(ok, ""), &report);
            (outcome.passed, outcome.failed)
        };
        let passed = "<testcase name=\"it passes\" time=\"0.002\" classname=\"test\"/>\n";
        let nested = format!("<testsuite name=\"a group\">{passed}{passed}</testsuite>");
        assert_eq!(of(true, passed), (1, 0));
        assert_eq!(of(true, &nested), (2, 0));
        assert_eq!(of(false, passed), (1, 1), "a file died");
        let failed = "<testcase name=\"a\"><failure message=\"1\">no</failure></testcase>";
        let skipped = "<testcase name=\"b\"><skipped type=\"todo\"/></testcase>";
        assert_eq!(of(false, &format!("{passed}{failed}{skipped}")), (1, 2));
        assert_eq!(of(true, ""), (0, 1), "there was no test");
    }

    #[test]
    fn results_of_vitest_are_counted() {
        let report = "<testsuites name=\"vitest tests\" tests=\"2\" failures=\"0\">\
            <testsuite name=\"a.test.js\"><testcase name=\"it passes\"></testcase>\
            <testcase name=\"it logs\"><system-out>\nhello\n</system-out></testcase></testsuite></testsuites>";
        let outcome = Outcome::junit(&ran(true, ""), report);
        assert_eq!((outcome.passed, outcome.failed), (2, 0));
    }

    #[test]
    fn a_run_without_a_report_is_a_failure() {
        assert_eq!(Outcome::junit(&ran(true, ""), "").failed, 1);
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
