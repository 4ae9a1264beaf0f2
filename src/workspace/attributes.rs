//! The lines of `.gitattributes` that keep manifests the same on every system. Pure: text in, text out.

/// What pgai needs: line ends are kept, and the lock is folded away in reviews.
const LINES: [&str; 2] = ["pgai/** text eol=lf", "pgai/lock/** linguist-generated=true"];

/// The text of `.gitattributes` with pgai's lines appended where they are missing; every other line and the file's
/// line ends stay. None when nothing is missing.
pub fn with_attributes(existing: Option<&str>) -> Option<String> {
    let text = existing.unwrap_or_default();
    let missing: Vec<&str> = LINES.into_iter().filter(|line| !holds(text, line)).collect();
    if missing.is_empty() {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut whole = text.to_owned();
    if !whole.is_empty() && !whole.ends_with('\n') {
        whole.push_str(end);
    }
    for line in missing {
        whole.push_str(line);
        whole.push_str(end);
    }
    Some(whole)
}

/// True when a line gives the same pattern at least the same attributes.
fn holds(text: &str, wanted: &str) -> bool {
    let mut wanted = wanted.split_whitespace();
    let pattern = wanted.next();
    let attributes: Vec<&str> = wanted.collect();
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        let same = words.next() == pattern;
        let given: Vec<&str> = words.collect();
        same && attributes.iter().all(|attribute| given.contains(attribute))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appends_what_is_missing_and_keeps_the_rest() {
        let both = "pgai/** text eol=lf\npgai/lock/** linguist-generated=true\n";
        for (existing, expected) in [
            (None, Some(both.to_owned())),
            (Some(""), Some(both.to_owned())),
            (Some(both), None),
            (Some("pgai/lock/**\tlinguist-generated=true\npgai/**  eol=lf text"), None),
            (Some("*.png binary"), Some(format!("*.png binary\n{both}"))),
            (Some("*.png binary\r\n"), Some(format!("*.png binary\r\n{}", both.replace('\n', "\r\n")))),
            (Some("pgai/** text\n"), Some(format!("pgai/** text\n{both}"))),
            (
                Some("# pgai/lock/** linguist-generated=true\npgai/** text eol=lf\n"),
                Some(
                    "# pgai/lock/** linguist-generated=true\npgai/** text eol=lf\npgai/lock/** linguist-generated=true\n"
                        .to_owned(),
                ),
            ),
        ] {
            assert_eq!(with_attributes(existing), expected, "{existing:?}");
        }
    }
}
