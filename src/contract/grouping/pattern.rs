//! What names look like: strict version suffixes, version schemas, and everything that only resembles one.

/// `orders_v2` is `orders` and 2. Up to three digits, no leading zero.
pub(super) fn strict_suffix(name: &str) -> Option<(&str, u32)> {
    let (base, digits) = name.rsplit_once("_v")?;
    let plain = !base.is_empty() && digits.len() <= 3 && is_number(digits);
    if plain { Some((base, digits.parse().ok()?)) } else { None }
}

/// A positive number without leading zeros.
fn is_number(digits: &str) -> bool {
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Which version a schema is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchemaVersion<'a> {
    /// What stands before: `api` of `api_v2`; empty for `v2`.
    pub(super) prefix: &'a str,
    /// `v2` or `2026_11`.
    pub(super) version: String,
    /// Orders versions of one prefix.
    pub(super) order: u64,
}

/// `v2`, `api_v2`, `2026_11`, `r2026_11`, `api_r2026_11`.
pub(super) fn schema_version(schema: &str) -> Option<SchemaVersion<'_>> {
    let (prefix, last) = match schema.rsplit_once("_v") {
        Some((prefix, digits)) if !prefix.is_empty() && is_number(digits) => (prefix, digits),
        _ => match schema.strip_prefix('v') {
            Some(digits) if is_number(digits) => ("", digits),
            _ => return dated(schema),
        },
    };
    Some(SchemaVersion { prefix, version: format!("v{last}"), order: last.parse().ok()? })
}

fn dated(schema: &str) -> Option<SchemaVersion<'_>> {
    let at = schema.len().checked_sub(7)?;
    let date = schema.get(at..)?;
    let (year, month) = date.split_once('_')?;
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) || !year.starts_with("20") || !month.starts_with(['0', '1']) {
        return None;
    }
    let before = schema.get(..at)?;
    let before = before.strip_suffix('r').filter(|rest| rest.is_empty() || rest.ends_with('_')).unwrap_or(before);
    let prefix = if before.is_empty() { before } else { before.strip_suffix('_').filter(|rest| !rest.is_empty())? };
    let order = year.parse::<u64>().ok()? * 100 + month.parse::<u64>().ok()?;
    Some(SchemaVersion { prefix, version: date.to_owned(), order })
}

/// A name that resembles a version of `base`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Looks {
    pub(super) base: String,
    /// It is a strict suffix.
    pub(super) strict: bool,
    /// Digits right behind the word, as in `ipv4`: says something only where the base is there.
    pub(super) weak: bool,
    /// Why it does not count as one.
    pub(super) reason: &'static str,
}

/// `orders_v2`, and the loose forms `ordersV2`, `v2_orders`, `orders2`, `tax_2024`, `orders_v2_old`.
pub(super) fn looks_like_version(name: &str) -> Option<Looks> {
    let loose = |base: &str, reason| Some(Looks { base: base.to_owned(), strict: false, weak: false, reason });
    let weak = |base: &str, reason| Some(Looks { base: base.to_owned(), strict: false, weak: true, reason });
    if let Some((base, _)) = strict_suffix(name) {
        return Some(Looks { base: base.to_owned(), strict: true, weak: false, reason: "" });
    }
    let front = name.strip_prefix('v').and_then(|rest| rest.split_once('_'));
    if let Some((_, base)) = front.filter(|(digits, base)| is_number(digits) && !base.is_empty()) {
        return loose(base, "the version stands in front");
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[stem.len()..];
    if !digits.is_empty() && !stem.is_empty() {
        if let Some(base) = stem.strip_suffix('_').filter(|base| !base.is_empty()) {
            let year = digits.len() == 4 && digits.starts_with(['1', '2']);
            return loose(base, if year { "a year is no version" } else { "a number without v" });
        }
        let Some(base) = stem.strip_suffix(['v', 'V']) else { return weak(stem, "a number without v") };
        let base = base.trim_end_matches('_');
        return match base.is_empty() {
            true => None,
            false if stem.ends_with('v') && !stem.ends_with("_v") => weak(base, "not of the form name_v2"),
            false => loose(base, "not of the form name_v2"),
        };
    }
    // orders_v2_old, orders_v2_backup
    let (front, _) = name.rsplit_once('_')?;
    let (base, _) = strict_suffix(front)?;
    loose(base, "something follows the version")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_true_suffixes_are_strict() {
        for (name, expected) in [
            ("orders_v2", Some(("orders", 2))),
            ("orders_v999", Some(("orders", 999))),
            ("kv_v1", Some(("kv", 1))),
            ("a_v1_v2", Some(("a_v1", 2))),
            ("orders_v0", None),
            ("orders_v02", None),
            ("orders_v1000", None),
            ("_v2", None),
            ("orders_V2", None),
            ("ordersv2", None),
            ("orders_v", None),
            ("orders_v2_old", None),
            ("v2", None),
        ] {
            assert_eq!(strict_suffix(name), expected, "{name}");
        }
    }

    #[test]
    fn schemas_have_versions() {
        for (schema, expected) in [
            ("v1", Some(("", "v1"))),
            ("api_v12", Some(("api", "v12"))),
            ("r2026_11", Some(("", "2026_11"))),
            ("2026_01", Some(("", "2026_01"))),
            ("api_r2026_11", Some(("api", "2026_11"))),
            ("api_2026_11", Some(("api", "2026_11"))),
            ("api", None),
            ("v0", None),
            ("v", None),
            ("over2026_11", None),
            ("api_2026_21", None),
            ("api_1999_11", None),
            ("dev", None),
        ] {
            let found = schema_version(schema);
            assert_eq!(found.as_ref().map(|v| (v.prefix, v.version.as_str())), expected, "{schema}");
        }
    }

    #[test]
    fn loose_forms_name_their_base() {
        for (name, base) in [
            ("ordersV2", "orders"),
            ("v2_orders", "orders"),
            ("orders2", "orders"),
            ("tax_2024", "tax"),
            ("orders_v2_old", "orders"),
            ("log2", "log"),
            ("sha256", "sha"),
            ("orders_2", "orders"),
        ] {
            assert_eq!(
                looks_like_version(name).map(|looks| (looks.base, looks.strict)),
                Some((base.to_owned(), false))
            );
        }
        for name in ["orders", "v2", "", "2024", "old"] {
            assert_eq!(looks_like_version(name), None, "{name}");
        }
    }
}
