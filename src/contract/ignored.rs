//! What the project leaves alone.

use crate::manifest::document::Ignore;
use crate::sql::QualifiedName;

/// The words of the entry that names this object, if one does.
pub(super) fn reason(ignore: &[Ignore], name: &QualifiedName, extension: Option<&str>) -> Option<String> {
    ignore.iter().find_map(|entry| match entry {
        Ignore::Object(pattern) if matches(pattern, &name.to_string()) => {
            Some(format!("left alone by `ignore: {pattern}`"))
        }
        Ignore::Extension(wanted) if Some(wanted.as_str()) == extension => {
            Some(format!("left alone by `ignore: {{extension: {wanted}}}`"))
        }
        _ => None,
    })
}

/// True where the project ignores this role.
pub(super) fn is_role(ignore: &[Ignore], role: &str) -> bool {
    ignore.iter().any(|entry| matches!(entry, Ignore::Role(name) if name == role))
}

/// `*` stands for any run of characters.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_any_run() {
        for (pattern, text, expected) in [
            ("api.orders", "api.orders", true),
            ("api.orders", "api.orders_v2", false),
            ("api.*", "api.orders", true),
            ("api.o*s", "api.orders", true),
            ("*.orders", "api.orders", true),
            ("api.*_*_v2", "api.a_b_v2", true),
            ("api.*x", "api.orders", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
