//! What quoted tokens stand for.

/// The name in `".."` or `U&".."`.
pub(super) fn identifier(slice: &str, escape: char) -> Option<String> {
    let unicode = !slice.starts_with('"');
    let content = slice.get(if unicode { 3 } else { 1 }..slice.len().checked_sub(1)?)?.replace("\"\"", "\"");
    if unicode { unicode_escapes(&content, escape) } else { Some(content) }
}

/// Decodes `\XXXX`, `\+XXXXXX` and the doubled escape character (docs 4.1.2.3). Surrogate
/// pairs, which PostgreSQL would join, are not decoded: None.
fn unicode_escapes(content: &str, escape: char) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = content;
    while let Some(at) = rest.find(escape) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + escape.len_utf8()..];
        if let Some(after) = rest.strip_prefix(escape) {
            decoded.push(escape);
            rest = after;
            continue;
        }
        let (skip, length) = if rest.starts_with('+') { (1, 6) } else { (0, 4) };
        let digits = rest.get(skip..skip + length).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        decoded.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
        rest = &rest[skip + length..];
    }
    decoded.push_str(rest);
    Some(decoded)
}

/// The content of a plain constant, its segments joined. No backslash escapes.
pub(super) fn joined(slice: &str) -> String {
    let mut content = String::new();
    let mut inside = false;
    let mut chars = slice.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        match (inside, c) {
            (true, '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                content.push('\'');
                chars.next();
            }
            (_, '\'') => inside = !inside,
            (true, _) => content.push(c),
            // Between segments: a comment may hold quotes.
            (false, '-') => while chars.next_if(|(_, next)| !matches!(next, '\n' | '\r')).is_some() {},
            (false, _) => {}
        }
    }
    content
}

/// The content of a dollar-quoted constant.
pub(super) fn dollar(slice: &str) -> Option<&str> {
    let delimiter = slice.get(1..)?.find('$')? + 2;
    slice.get(delimiter..slice.len().checked_sub(delimiter)?)
}
