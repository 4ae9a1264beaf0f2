//! One string as YAML: plain where no reader of YAML 1.1 or 1.2 could take it for anything else,
//! block text where it has lines, double quotes for the rest.

/// A string as key.
pub(crate) fn key_text(key: &str) -> String {
    if is_plain(key, true) && !key.contains(['(', '"', '\'']) { key.to_owned() } else { quoted(key) }
}

/// A string in one line. `flow`: between brackets or braces.
pub(super) fn line_text(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { quoted(text) }
}

/// A string as block text with its header, lines indented by `indent` blanks; nothing where block text
/// cannot carry it byte for byte.
pub(super) fn block_text(text: &str, indent: usize) -> Option<(String, String)> {
    let lines = text.trim_end_matches('\n');
    let last_is_blank = lines.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
    if last_is_blank || !text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c)) {
        return None;
    }
    let indicator = if text.starts_with([' ', '\t', '\n']) { "2" } else { "" };
    let chomping = match text.len() - lines.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let mut body = String::with_capacity(text.len() + 64);
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if !line.is_empty() {
            body.extend(std::iter::repeat_n(' ', indent));
            body.push_str(line);
        }
        body.push('\n');
    }
    Some((format!("|{indicator}{chomping}"), body))
}

/// In double quotes, in one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) < 0x100 => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if u32::from(c) < 0x1_0000 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Printable in YAML 1.1 and 1.2, no line break in either, and no blank that looks like another.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{a0}'..='\u{d7ff}' => !c.is_whitespace() && !is_invisible(c),
        '\u{e000}'..='\u{fffd}' => !is_invisible(c),
        '\u{1_0000}'..='\u{10_ffff}' => u32::from(c) & 0xfffe != 0xfffe,
        _ => false,
    }
}

/// Marks that people cannot see and that change how text is read: soft hyphen, zero width, direction, byte order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}')
}

/// Words that some reader takes for a boolean or null.
const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    // A letter first leaves out every number, date, time, indicator and document mark.
    let starts_well = first.is_alphabetic() || matches!(first, '_' | '/' | '$');
    let flow_marks: &[char] = if flow { &[',', '[', ']', '{', '}', ':', '?'] } else { &[] };
    starts_well
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(flow_marks)
        && text.chars().all(is_printable)
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
