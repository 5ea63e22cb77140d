//! Writes `pkg-template/src/protocol.ts`, everything that the TypeScript runtime knows about the core, from the tables
//! in `src/session/command.rs`, `src/session/limits.rs`, `src/error.rs` and `src/bindings.rs`. `cargo xtask protocol`
//! runs it; the test here fails when the file is outdated.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::bindings::EXPORTS;
use crate::error::Error;
use crate::session::command::{COMMANDS, EVENTS};
use crate::session::*;

/// An enum of the table.
#[derive(Debug)]
pub(crate) struct Numbered {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) members: &'static [Member],
    /// The name of the array of its words; empty if it has none.
    pub(crate) words: &'static str,
}

/// A member of an enum.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) number: u32,
    /// Its word in JavaScript; empty if it has none.
    pub(crate) word: &'static str,
}

/// A command, with its fields, each of one or more parts.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) number: u32,
    pub(crate) fields: &'static [(&'static str, &'static [Part])],
}

/// One number of a field.
#[derive(Debug)]
pub(crate) struct Part {
    /// Empty if it is the field's name.
    pub(crate) name: &'static str,
    /// Its type in TypeScript.
    pub(crate) of: &'static str,
    pub(crate) optional: bool,
}

impl Part {
    pub(crate) const fn new(name: &'static str, of: &'static str) -> Self {
        Self {
            name,
            of,
            optional: false,
        }
    }
}

/// An export of the engine.
#[derive(Debug)]
pub(crate) struct Export {
    /// The name in the engine.
    pub(crate) short: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) arguments: &'static [(&'static str, &'static str)],
    pub(crate) returns: &'static str,
}

const ENUMS: &[Numbered] = &[
    State::TABLE,
    Error::TABLE,
    EndReason::TABLE,
    By::TABLE,
    EventKind::TABLE,
    Sharing::TABLE,
    MessageKind::TABLE,
    Credential::TABLE,
    Hold::TABLE,
    About::TABLE,
    Origin::TABLE,
    Parting::TABLE,
    EndKind::TABLE,
    Leaving::TABLE,
    Choice::TABLE,
    Lock::TABLE,
    Rescue::TABLE,
    Outcome::TABLE,
    Named::TABLE,
    TokenBody::TABLE,
    Limit::TABLE,
];

/// The whole file.
fn typescript() -> String {
    let mut out = String::from(
        "// Generated from src/session/command.rs, limits.rs, src/error.rs and src/bindings.rs by `cargo xtask protocol`. Do not edit.\n// Everything that the TypeScript runtime knows about the core: only numbers are exchanged, and their names are defined here.\n",
    );
    for table in ENUMS {
        enumeration(&mut out, table);
    }
    events(&mut out);
    exports(&mut out);
    commands(&mut out);
    answers(&mut out);
    out
}

fn enumeration(out: &mut String, table: &Numbered) {
    about(out, "", table.about);
    let _ = writeln!(out, "export const enum {} {{", typescript_name(table.name));
    for member in table.members {
        comment(out, "  ", member.about);
        let _ = writeln!(out, "  {} = {},", pascal(member.name), member.number);
    }
    out.push_str("}\n");
    if !table.words.is_empty() {
        let words: Vec<String> = table
            .members
            .iter()
            .map(|it| format!("{:?}", it.word))
            .collect();
        for (place, member) in table.members.iter().enumerate() {
            assert_eq!(
                place, member.number as usize,
                "words are in the order of the numbers"
            );
        }
        let _ = writeln!(
            out,
            "\n/** Their words. */\nexport const {} = [{}] as const;",
            table.words,
            words.join(", ")
        );
    }
}

fn events(out: &mut String) {
    out.push_str(
        "\n/** Of each event its type, the name of its detail, and the words for that. */\nexport const EVENTS: readonly (readonly [string, string?, (readonly string[])?])[] = [\n",
    );
    for [word, detail, words] in EVENTS {
        let rest: Vec<String> = [
            format!("{word:?}"),
            format!("{detail:?}"),
            (*words).to_owned(),
        ]
        .into_iter()
        .filter(|part| !matches!(part.as_str(), "" | "\"\""))
        .collect();
        let _ = writeln!(out, "  [{}],", rest.join(", "));
    }
    out.push_str("];\n");
}

fn exports(out: &mut String) {
    out.push_str("\n/** The short names of the engine's exports: `engine[Call.open](margin)`. */\nexport const enum Call {\n");
    for export in EXPORTS {
        let _ = writeln!(out, "  {} = {:?},", camel(export.name), export.short);
    }
    out.push_str("}\n\n/** The engine's exports. */\nexport interface Engine {\n");
    for export in EXPORTS {
        comment(out, "  ", export.about);
        let arguments: Vec<String> = export
            .arguments
            .iter()
            .map(|(name, of)| format!("{}: {of}", camel(name)))
            .collect();
        let _ = writeln!(
            out,
            "  [Call.{}]({}): {};",
            camel(export.name),
            arguments.join(", "),
            export.returns
        );
    }
    out.push_str("}\n");
}

fn commands(out: &mut String) {
    out.push_str("\n/** The commands, by their numbers. */\nexport const enum Command {\n");
    for command in COMMANDS {
        let _ = writeln!(out, "  {} = {},", command.name, command.number);
    }
    out.push_str("}\n\n/** A command as it was taken from the core: its number, and its details. */\nexport type Taken = readonly [Command, number, number, number];\n");
    out.push_str(
        "\n/** What performs the commands, one by one. */\nexport interface Performer {\n",
    );
    for command in COMMANDS {
        comment(out, "  ", command.about);
        let parameters: Vec<String> = parts(command)
            .iter()
            .map(|(name, part)| {
                let absent = if part.optional { " | undefined" } else { "" };
                format!("{name}: {}{absent}", typescript_name(part.of))
            })
            .collect();
        let _ = writeln!(
            out,
            "  {}({}): void;",
            lower(command.name),
            parameters.join(", ")
        );
    }
    out.push_str("}\n\n/** Takes the next command from the core; undefined when there is nothing left to do. */\nexport const take = (engine: Engine, session: number): Taken | undefined => {\n  const command = engine[Call.next](session);\n  const detail = (index: number) => engine[Call.detail](session, index);\n  return command ? [command, detail(0), detail(1), detail(2)] : undefined;\n};\n");
    out.push_str("\n/** A detail that may be absent. */\nconst given = (detail: number) => (detail >= 0 ? detail : undefined);\n\n/** Has a command performed. */\nexport const perform = (\n  [command, a, b, c]: Taken,\n  performer: Performer,\n) => {\n  switch (command) {\n");
    for command in COMMANDS {
        let arguments: Vec<String> = parts(command)
            .iter()
            .zip(["a", "b", "c"])
            .map(|((_, part), place)| match part {
                Part { optional: true, .. } => format!("given({place})"),
                Part { of: "boolean", .. } => format!("!!{place}"),
                Part { .. } => place.to_owned(),
            })
            .collect();
        let _ = writeln!(
            out,
            "    case Command.{}:\n      return performer.{}({});",
            command.name,
            lower(command.name),
            arguments.join(", ")
        );
    }
    out.push_str("  }\n};\n");
}

/// How to read an answer that is a stamp, or an error.
fn answers(out: &mut String) {
    let _ = write!(
        out,
        "\n// `admit`, `refused`, `resume` and `refreshNow` return 0 if the caller gets the answer, a stamp to send with, a stamp to \
         wait\n// with, or an error.\n\n\
         /** Whether the request must wait. */\nexport const waits = (answer: number) => answer < 0 && !fails(answer);\n\n\
         /** The stamp to wait with. */\nexport const waitingStamp = (answer: number) => ~answer;\n\n\
         /** Whether the answer is an error. */\nexport const fails = (answer: number) => answer < {};\n\n\
         /** The error. */\nexport const errorOf = (answer: number): SessionError => answer + {};\n",
        crate::bindings::FAILED + Error::TABLE.members.len() as i32,
        -i64::from(crate::bindings::FAILED),
    );
}

/// JavaScript has its own `Error`.
fn typescript_name(name: &'static str) -> &'static str {
    if name == "Error" {
        "SessionError"
    } else {
        name
    }
}

/// The parameters of a command's method.
fn parts(command: &Described) -> Vec<(String, &'static Part)> {
    command
        .fields
        .iter()
        .flat_map(|(field, parts)| {
            parts.iter().map(|part| {
                (
                    camel(if part.name.is_empty() {
                        field
                    } else {
                        part.name
                    }),
                    part,
                )
            })
        })
        .collect()
}

fn about(out: &mut String, indent: &str, lines: &[&str]) {
    out.push('\n');
    comment(out, indent, lines);
}

fn comment(out: &mut String, indent: &str, lines: &[&str]) {
    match lines {
        [] => {}
        [line] => {
            let _ = writeln!(out, "{indent}/** {} */", without_links(line));
        }
        lines => {
            let _ = writeln!(out, "{indent}/**");
            for line in lines {
                let _ = writeln!(out, "{indent} * {}", without_links(line));
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

/// A comment line in which rustdoc's links are replaced by the TypeScript names of their targets.
fn without_links(line: &str) -> String {
    let mut pieces = line.trim().split("[`Session::");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("`](").expect("a link by a name");
        let (_, rest) = rest.split_once(')').expect("the end of a link");
        out += &format!("`{}`{rest}", camel(name));
    }
    out
}

fn camel(name: &str) -> String {
    let mut upper = false;
    let mut out = String::new();
    for char in name.chars() {
        if char == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.push(char.to_ascii_uppercase());
        } else {
            out.push(char);
        }
    }
    out
}

/// The name of a constant as that of a member; any other name as it is.
fn pascal(name: &str) -> String {
    if name.contains('_') || name.chars().all(char::is_uppercase) {
        let name = camel(&name.to_ascii_lowercase());
        let (first, rest) = name.split_at(1);
        first.to_ascii_uppercase() + rest
    } else {
        name.to_owned()
    }
}

fn lower(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

#[test]
fn the_typescript_runtime_has_the_protocol_of_this_core() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pkg-template/src/protocol.ts");
    let wanted = typescript();
    if std::env::var_os("EVERFETCH_WRITE_PROTOCOL").is_some() {
        std::fs::write(&file, &wanted).expect("it can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == wanted,
        "protocol.ts is outdated: run `cargo xtask protocol`"
    );
}

#[test]
fn every_export_has_a_name_of_its_own() {
    let mut names: Vec<&str> = EXPORTS.iter().map(|export| export.short).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), EXPORTS.len());
}
