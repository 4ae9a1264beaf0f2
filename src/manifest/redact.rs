//! Hides passwords in a text that diagnostics will show, every other byte at its place.

use std::borrow::Cow;

/// Replaces what stands as password in URLs and key/value text by `x` of the same length in bytes.
pub(super) fn redact_passwords(text: &str) -> Cow<'_, str> {
    let mut ranges = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let authority = text[start..].split(['/', '?', '#', '"', '\'', ' ', '\n', '\r']).next().unwrap_or_default();
        if let (Some(colon), Some(end)) = (authority.find(':'), authority.rfind('@'))
            && colon < end
        {
            ranges.push(start + colon + 1..start + end);
        }
    }
    let lower = text.to_ascii_lowercase();
    for (at, word) in lower.match_indices("password") {
        let after = at + word.len();
        let rest = &text[after..];
        let value = rest.trim_start_matches(['"', '\'', ' ', '\t']);
        let Some(value) = value.strip_prefix([':', '=']) else { continue };
        let value = value.trim_start_matches([' ', '\t', '\\']);
        if value.starts_with(['{', '[', '&', '*', '!', '|', '>']) {
            // A role or setting of that name, with more below it.
            continue;
        }
        let start = text.len() - value.len();
        let end = start + secret_length(value);
        ranges.push(start..end);
    }
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        // No asterisks (they would be aliases); quotes and line breaks stay: the text parses as before.
        for byte in &mut bytes[range] {
            if !matches!(*byte, b'\n' | b'\r' | b'"' | b'\'' | b'\\') {
                *byte = b'x';
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn secret_length(value: &str) -> usize {
    match value.chars().next() {
        Some(quote @ ('\'' | '"')) => value[1..].find([quote, '\n']).map_or(value.len(), |end| end + 1),
        _ => value.find([' ', '&', '"', '\'', ',', '}', '\n', '\r']).unwrap_or(value.len()),
    }
}
