//! Names inside a document: components in PascalCase without dots (generators need it), paths, query keys.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Names that generators or the languages they write for take for themselves.
const TAKEN: [&str; 12] =
    ["ApiError", "Error", "Object", "String", "Number", "Boolean", "Array", "Date", "Map", "Set", "Record", "Promise"];

/// Gives out names that are unique whatever the case.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Names {
    /// Names with those set aside that no component may have.
    pub(super) fn new() -> Self {
        let mut names = Self::default();
        names.taken.extend(TAKEN.iter().map(|name| name.to_ascii_lowercase()));
        names
    }

    /// The first free one of `wanted`; else the last with a number.
    pub(super) fn take(&mut self, wanted: &[String]) -> String {
        for name in wanted {
            if self.taken.insert(name.to_ascii_lowercase()) {
                return name.clone();
            }
        }
        let stem = wanted.last().map_or("Name", String::as_str);
        let number = self.next.entry(stem.to_ascii_lowercase()).or_insert(2);
        loop {
            let name = format!("{stem}{number}");
            *number += 1;
            if self.taken.insert(name.to_ascii_lowercase()) {
                return name;
            }
        }
    }
}

/// `order_items` is `OrderItems`, `Server Today` is `ServerToday`. What is no ASCII letter or digit parts words;
/// a name without any is spelled by its code points.
pub(super) fn pascal(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() {
            start = true;
        } else if start {
            result.push(c.to_ascii_uppercase());
            start = false;
        } else {
            result.push(c);
        }
    }
    if result.is_empty() {
        result = name.chars().take(12).map(|c| format!("U{:04X}", u32::from(c))).collect();
    }
    if result.starts_with(|c: char| c.is_ascii_digit()) {
        result.insert(0, 'N');
    }
    result
}

/// A path segment, percent-encoded (RFC 3986: unreserved characters stay).
pub(super) fn segment(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A column as the key of a filter. PostgREST reads letters, digits, `_`, `$` and blanks bare, with single
/// dashes between them (QueryParams.hs); anything else stands in double quotes.
pub(super) fn filter_key(column: &str) -> Cow<'_, str> {
    let bare = |word: &str| {
        !word.is_empty() && word.trim() == word && word.chars().all(|c| c.is_alphanumeric() || "_ $".contains(c))
    };
    if column.split('-').all(bare) {
        Cow::Borrowed(column)
    } else {
        Cow::Owned(format!("\"{}\"", column.replace('\\', "\\\\").replace('"', "\\\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_have_plain_names() {
        for (name, expected) in [
            ("orders", "Orders"),
            ("order_items", "OrderItems"),
            ("ordersV2", "OrdersV2"),
            ("Server Today", "ServerToday"),
            ("a.b", "AB"),
            ("1st", "N1st"),
            ("$weird", "Weird"),
            ("été", "T"),
            ("مو", "U0645U0648"),
        ] {
            assert_eq!(pascal(name), expected);
        }
    }

    #[test]
    fn names_are_given_once() {
        let mut names = Names::new();
        let mut take = |name: &str| names.take(&[name.to_owned()]);
        assert_eq!(take("Orders"), "Orders");
        assert_eq!(take("orders"), "orders2");
        assert_eq!(take("ORDERS"), "ORDERS3");
        assert_eq!(take("Error"), "Error2");
        assert_eq!(names.take(&["Orders".to_owned(), "AdminOrders".to_owned()]), "AdminOrders");
    }

    #[test]
    fn paths_are_encoded() {
        assert_eq!(segment("Server Today"), "Server%20Today");
        assert_eq!(segment("a/b{c}?"), "a%2Fb%7Bc%7D%3F");
        assert_eq!(segment("€"), "%E2%82%AC");
    }

    #[test]
    fn odd_columns_are_quoted() {
        for (column, key) in [
            ("id", "id"),
            ("line-no 1", "line-no 1"),
            ("a.b", "\"a.b\""),
            ("Revenue (€)", "\"Revenue (€)\""),
            (" x", "\" x\""),
            ("a--b", "\"a--b\""),
            ("say \"hi\"", "\"say \\\"hi\\\"\""),
            ("größe", "größe"),
        ] {
            assert_eq!(filter_key(column), key);
        }
    }
}
