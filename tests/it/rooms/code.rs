//! Rust files without what does not count: comments, texts, and code of tests.

use std::collections::BTreeSet;

use crate::source::{files_ending, text};

/// A file of `src/` that ends up in the binary.
pub(super) struct CodeFile {
    /// From the repository's root.
    pub(super) path: String,
    /// The folder below `src/`; empty for `lib.rs` and `main.rs`.
    pub(super) room: String,
    /// Its code: no comments, no texts, nothing of tests.
    pub(super) code: String,
}

/// Every file that is no test.
pub(super) fn code_files() -> Vec<CodeFile> {
    let all: Vec<(String, String)> =
        files_ending("src", ".rs").into_iter().map(|path| (bare(&text(&path)), path)).map(|(c, p)| (p, c)).collect();
    let tests: BTreeSet<String> = all.iter().flat_map(|(path, code)| test_modules(path, code)).collect();
    let is_test =
        |path: &str| tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")));
    all.into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, code)| {
            let room = path.split('/').nth(1).filter(|part| !part.ends_with(".rs")).unwrap_or_default().to_owned();
            CodeFile { room, code: without_tests(&code), path }
        })
        .collect()
}

/// Modules in files of their own that are compiled for tests only, as paths without `.rs`.
fn test_modules(path: &str, code: &str) -> Vec<String> {
    let folder = match path.strip_suffix("/mod.rs") {
        Some(folder) => folder.to_owned(),
        None => path.trim_end_matches(".rs").to_owned(),
    };
    let marked = code.split("#[cfg(test)]").skip(1);
    marked
        .filter_map(|rest| rest.split_once(';').map(|(declaration, _)| declaration))
        .filter(|declaration| !declaration.contains('{'))
        .filter_map(|declaration| declaration.trim().rsplit_once("mod ").map(|(_, name)| name.trim().to_owned()))
        .map(|name| format!("{folder}/{name}"))
        .collect()
}

/// Cuts items marked `#[cfg(test)]`: to their closing brace, or to their semicolon.
fn without_tests(code: &str) -> String {
    let mut parts = code.split("#[cfg(test)]");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut depth = 0_usize;
        let end = part.char_indices().find(|(_, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(letter, '}' | ';')
        });
        kept.push_str(end.map_or("", |(at, _)| &part[at + 1..]));
    }
    kept
}

/// A text's code without comments; texts and characters become `""`.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest, out.chars().next_back()) {
            out.push_str("\"\"");
            length
        } else {
            out.push(letter);
            letter.len_utf8()
        };
        rest = &rest[skipped..];
    }
    out
}

/// The length of the text or character that begins here, when one does.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    let inside_word = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !inside_word || before == Some('b')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = 2 + hashes;
            return Some(rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
        }
    }
    match rest.chars().next()? {
        '"' => Some(1 + closed(&rest[1..], '"')),
        '\'' => {
            let after = &rest[1..];
            let first = after.chars().next()?;
            // `'a'` is a character, `'a` a lifetime.
            let is_character = first == '\\' || after[first.len_utf8()..].starts_with('\'');
            is_character.then(|| 1 + closed(after, '\''))
        }
        _ => None,
    }
}

/// The length up to and with the closing quote.
fn closed(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Words of code: names and keywords, macros with their `!`.
pub(super) fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '!')
        .filter(|word| !word.is_empty())
}

/// What follows `root::`, a path each, groups opened: `use crate::{a, b::c}` gives `a` and `b::c`.
pub(super) fn paths(code: &str, root: &str) -> Vec<String> {
    let start = format!("{root}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        let part_of_path = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
            || (code[..at].ends_with("::") && !code[..at].ends_with(" ::"));
        if !part_of_path {
            collect(&code[at + start.len()..], "", &mut found);
        }
    }
    found
}

/// Reads one path, or the group in braces that follows; gives what it has read.
fn collect(rest: &str, prefix: &str, found: &mut Vec<String>) -> usize {
    if let Some(group) = rest.strip_prefix('{') {
        let mut at = 0;
        loop {
            at += group[at..].len()
                - group[at..].trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',').len();
            if at >= group.len() || group[at..].starts_with('}') {
                return at + 2;
            }
            at += collect(&group[at..], prefix, found).max(1);
            at += group[at..].find([',', '}']).unwrap_or(group.len() - at);
        }
    }
    let length = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    let path = if prefix.is_empty() { rest[..length].to_owned() } else { format!("{prefix}::{}", &rest[..length]) };
    match rest[length..].strip_prefix("::") {
        Some(after) if after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '{') => {
            length + 2 + collect(after, &path, found)
        }
        _ => {
            if length > 0 {
                found.push(path);
            }
            length
        }
    }
}

#[test]
fn groups_are_opened() {
    let code = "use crate::{a, b::{self, c::D}, e}; fn f() { crate::x::y(other::crate::no) } use std::fmt;";
    assert_eq!(paths(code, "crate"), ["a", "b::self", "b::c::D", "e", "x::y"]);
}

#[test]
fn comments_texts_and_tests_do_not_count() {
    let text = "// crate::a\nfn f<'a>(c: char) { c == '\"'; \"crate::b\"; r#\"crate::\"c\"# }\n#[cfg(test)]\nmod tests { use crate::d; }\ncrate::e";
    let code = without_tests(&bare(text));
    assert_eq!(paths(&code, "crate"), ["e"]);
    assert_eq!(
        test_modules("src/a/mod.rs", "#[cfg(test)]\npub(crate) mod testing;\n#[cfg(test)]\nmod t { x; }"),
        ["src/a/testing"]
    );
}
