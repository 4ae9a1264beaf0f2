//! Cutting the server's own deparsed definitions at keywords, quotes respected.

/// The byte offset of `keyword` outside quotes and parentheses, from the left.
pub(super) fn find_outside(text: &str, keyword: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += 1;
                }
            }
            _ if depth == 0 && bytes[at..].starts_with(keyword.as_bytes()) => return Some(at),
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// What follows `keyword`.
pub(super) fn after<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    find_outside(text, keyword).map(|at| &text[at + keyword.len()..])
}

/// What stands before `keyword`.
pub(super) fn before<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    find_outside(text, keyword).map(|at| &text[..at])
}

/// Lower case outside double quotes.
pub(super) fn lower_words(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            if c == '"' {
                quoted = !quoted;
            }
            if quoted { c } else { c.to_ascii_lowercase() }
        })
        .collect()
}

/// Cuts the identifier (quoted or not, dotted or not) at the start of `text`.
pub(super) fn skip_name(text: &str) -> &str {
    find_outside(text, " ").map_or("", |at| &text[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_inside_quotes_and_parentheses_do_not_count() {
        let text = "CREATE INDEX \"a USING b\" ON s.t USING btree (lower(' USING '))";
        assert_eq!(after(text, " USING "), Some("btree (lower(' USING '))"));
        assert_eq!(before("(a FROM b) ON x FROM s.t", " FROM "), Some("(a FROM b) ON x"));
        assert_eq!(after("x", " USING "), None);
        assert_eq!(skip_name("\"odd name\".x rest of it"), "rest of it");
        assert_eq!(lower_words("INSTEAD OF UPDATE OF \"Total\""), "instead of update of \"Total\"");
    }
}
