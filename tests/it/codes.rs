//! The codes: a text for each and a code for each text, unique, in their area's range, used, and fit to be read.

use std::collections::{BTreeMap, BTreeSet};

use pgai::diagnostic::codes::{self, all};
use pgai::diagnostic::{Code, CodeInfo};

use crate::source::{compare, expect_none, files_ending, text};

const FOLDER: &str = "src/diagnostic/codes";

/// Areas with the first and last number of their codes.
const AREAS: &[(&str, &[Code], u16, u16)] = &[
    ("workspace", codes::workspace::ALL, 1, 89),
    ("usage", codes::usage::ALL, 90, 999),
    ("connection", codes::connection::ALL, 1000, 1999),
    ("manifest", codes::manifest::ALL, 2000, 2999),
    ("sql", codes::sql::ALL, 3000, 3999),
    ("database", codes::database::ALL, 4000, 4999),
    ("postgrest", codes::postgrest::ALL, 5000, 5999),
    ("sandbox", codes::sandbox::ALL, 6000, 6999),
    ("contract", codes::contract::ALL, 7000, 7999),
];

#[test]
fn every_text_has_its_code_and_every_code_its_text() {
    let texts: BTreeSet<String> = files_ending(FOLDER, ".md").into_iter().collect();
    let known: BTreeSet<String> = all().iter().map(|code| format!("{FOLDER}/{}.md", code.id)).collect();
    expect_none("texts without a code", texts.difference(&known).cloned().collect());
    expect_none("codes without a text", known.difference(&texts).cloned().collect());
    let other = all().into_iter().filter(|code| code.text != text(&format!("{FOLDER}/{}.md", code.id)));
    expect_none("codes with another code's text", other.map(|code| code.id.to_owned()).collect());
}

#[test]
fn every_area_is_in_the_table_and_keeps_to_its_range() {
    let listed: usize = AREAS.iter().map(|(_, area, ..)| area.len()).sum();
    assert_eq!(listed, all().len(), "an area is missing in tests/it/codes.rs or in `codes::all`");
    let mut seen = BTreeSet::new();
    for (name, area, first, last) in AREAS {
        for code in *area {
            let number = code.id.strip_prefix("PGAI-").filter(|digits| digits.len() == 4);
            let number: u16 = number.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("{}", code.id));
            assert!((*first..=*last).contains(&number), "{} is not in the range of `{name}`", code.id);
            assert!(seen.insert(code.id), "{} is there twice", code.id);
        }
        assert!(area.is_sorted_by_key(|code| code.id), "`{name}` is not in order");
        let statics = text(&format!("{FOLDER}/{name}.rs")).matches("CodeInfo::new(").count();
        assert_eq!(statics, area.len(), "a code of `{name}` is not in its `ALL`");
    }
}

/// The heading is the title, so that both say the same: `PGAI_BLESS=1` writes it.
#[test]
fn texts_begin_with_the_title() {
    let wrong = all().into_iter().filter_map(|code| {
        let body = match code.text.strip_prefix("# ") {
            Some(headed) => headed.split_once('\n').map_or("", |(_, body)| body),
            None => code.text,
        };
        compare(&format!("{FOLDER}/{}.md", code.id), &format!("{}\n\n{}", heading(code), body.trim_start())).err()
    });
    expect_none("texts with another heading", wrong.collect());
}

fn heading(code: &CodeInfo) -> String {
    let mut letters = code.title.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("# {first}{}", letters.as_str())
}

#[test]
fn texts_and_titles_are_fit_to_be_read() {
    let mut wrong = Vec::new();
    for code in all() {
        let lines = code.text.lines().count();
        if !(3..=40).contains(&lines) {
            wrong.push(format!("{}: {lines} lines", code.id));
        }
        if code.title.ends_with('.') || code.title.len() > 70 || code.title.is_empty() {
            wrong.push(format!("{}: title `{}`", code.id, code.title));
        }
        if !code.text.ends_with('\n') || code.text.ends_with("\n\n") {
            wrong.push(format!("{}: does not end with one line break", code.id));
        }
        for place in ["/home/", "/work/", "/tmp/", "/Users/", "C:\\Users"] {
            if code.text.contains(place) {
                wrong.push(format!("{}: names {place}", code.id));
            }
        }
        if let Some(long) = code.text.lines().find(|line| line.chars().count() > 120) {
            wrong.push(format!("{}: a long line: {long}", code.id));
        }
    }
    let titles: BTreeMap<&str, &str> = all().into_iter().map(|code| (code.title, code.id)).collect();
    wrong.extend(
        all().into_iter().filter(|code| titles[code.title] != code.id).map(|code| format!("{}: same title", code.id)),
    );
    expect_none("codes that are not fit to be read", wrong);
}

/// A text that sends its reader to another code sends to one that exists.
#[test]
fn codes_named_in_texts_exist() {
    let mut wrong = Vec::new();
    let texts = files_ending("src", ".md").into_iter().chain(files_ending("src", ".rs"));
    for path in texts.chain(["README.md".to_owned()]) {
        let text = text(&path);
        for (at, _) in text.match_indices("PGAI-") {
            let digits: String = text[at + 5..].chars().take_while(char::is_ascii_digit).collect();
            if digits.len() == 4 && codes::find(&format!("PGAI-{digits}")).is_none() {
                wrong.push(format!("{path}: PGAI-{digits}"));
            }
        }
    }
    expect_none("codes that do not exist", wrong);
}

/// A code that nothing makes only fills the list.
#[test]
fn every_code_is_used() {
    let sources: Vec<String> = files_ending("src", ".rs")
        .into_iter()
        .filter(|path| !path.starts_with(FOLDER))
        .map(|path| text(&path))
        .collect();
    let named: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .collect();
    let mut unused = Vec::new();
    for (area, ..) in AREAS {
        let table = text(&format!("{FOLDER}/{area}.rs"));
        for declaration in table.split("pub static ").skip(1) {
            let name = declaration.split(':').next().unwrap_or_default();
            if name != "ALL" && !named.contains(name) {
                unused.push(format!("{area}::{name}"));
            }
        }
    }
    expect_none("codes that nothing in src/ makes", unused);
}
