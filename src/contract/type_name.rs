//! Type names as `format_type` prints them: elements of arrays, modifiers, user types.

use crate::sql::QualifiedName;

/// The element type of an array type, or the type itself; and whether it was an array.
pub fn element(type_name: &str) -> (&str, bool) {
    let mut element = type_name;
    while let Some(inner) = element.strip_suffix("[]") {
        element = inner;
    }
    (element, element.len() != type_name.len())
}

/// Name and modifiers: `numeric(12,2)` is `numeric` and `12,2`; `timestamp(3) with time zone` is
/// `timestamp with time zone` and `3`. Parentheses inside double quotes are part of the name.
pub fn modifiers(type_name: &str) -> (String, Option<&str>) {
    let mut quoted = false;
    let open = type_name.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '(' && !quoted).then_some(at)
    });
    let Some(open) = open else { return (type_name.to_owned(), None) };
    let Some(length) = type_name[open..].find(')') else { return (type_name.to_owned(), None) };
    let close = open + length;
    (format!("{}{}", &type_name[..open], &type_name[close + 1..]), Some(&type_name[open + 1..close]))
}

/// The user type behind a name, without array brackets and modifiers; none for PostgreSQL's own types.
pub fn user_type(type_name: &str) -> Option<QualifiedName> {
    let (name, _) = modifiers(element(type_name).0);
    name.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart() {
        assert_eq!(element("integer[]"), ("integer", true));
        assert_eq!(element("a.b"), ("a.b", false));
        for (written, name, modifier) in [
            ("numeric(12,2)", "numeric", Some("12,2")),
            ("timestamp(3) with time zone", "timestamp with time zone", Some("3")),
            ("api.\"odd(1)\"", "api.\"odd(1)\"", None),
            ("public.geometry(Point,4326)", "public.geometry", Some("Point,4326")),
            ("text(", "text(", None),
        ] {
            assert_eq!(modifiers(written), (name.to_owned(), modifier));
        }
        assert_eq!(user_type("sales.status[]"), Some(QualifiedName::new("sales", "status")));
        assert_eq!(user_type("character varying(30)"), None);
    }
}
