//! Grant items in PostgreSQL's words: `select`, `update(note) with grant option granted by app_user`.

use std::fmt;

use crate::diagnostic::codes::manifest as codes;
use crate::diagnostic::{Diagnostic, Result, nearest};
use crate::sql::identifier_text;

/// A privilege, as GRANT names it (PostgreSQL docs, 5.8 Privileges).
///
/// The order is the one grants are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are PostgreSQL's")]
pub enum PrivilegeKind {
    Select,
    Insert,
    Update,
    Delete,
    Truncate,
    References,
    Trigger,
    Maintain,
    Usage,
    Create,
    Execute,
}

impl PrivilegeKind {
    /// Every privilege, in printing order.
    pub const ALL: [Self; 11] = [
        Self::Select,
        Self::Insert,
        Self::Update,
        Self::Delete,
        Self::Truncate,
        Self::References,
        Self::Trigger,
        Self::Maintain,
        Self::Usage,
        Self::Create,
        Self::Execute,
    ];

    /// The word, in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
            Self::References => "references",
            Self::Trigger => "trigger",
            Self::Maintain => "maintain",
            Self::Usage => "usage",
            Self::Create => "create",
            Self::Execute => "execute",
        }
    }

    /// The privilege behind a word, whatever its case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for PrivilegeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a privilege is granted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grantable {
    /// Table, view, materialized view, foreign table; some of its privileges also on columns.
    Relation,
    /// Function, procedure, aggregate.
    Function,
    /// Schema.
    Schema,
    /// Sequence.
    Sequence,
    /// Type or domain (default privileges only).
    Type,
}

impl Grantable {
    /// The privileges that GRANT knows for it.
    pub fn privileges(self) -> &'static [PrivilegeKind] {
        use PrivilegeKind as P;
        match self {
            Self::Relation => {
                &[P::Select, P::Insert, P::Update, P::Delete, P::Truncate, P::References, P::Trigger, P::Maintain]
            }
            Self::Function => &[P::Execute],
            Self::Schema => &[P::Usage, P::Create],
            Self::Sequence => &[P::Select, P::Update, P::Usage],
            Self::Type => &[P::Usage],
        }
    }

    /// The privileges that can be granted on single columns of it.
    pub fn column_privileges(self) -> &'static [PrivilegeKind] {
        use PrivilegeKind as P;
        match self {
            Self::Relation => &[P::Select, P::Insert, P::Update, P::References],
            _ => &[],
        }
    }

    /// The kind of object behind a key of `default_privileges` (`tables`, `functions`, ..).
    pub fn from_default_privileges_key(key: &str) -> Option<Self> {
        match key {
            "tables" => Some(Self::Relation),
            "functions" => Some(Self::Function),
            "sequences" => Some(Self::Sequence),
            "types" => Some(Self::Type),
            "schemas" => Some(Self::Schema),
            _ => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Relation => "relation",
            Self::Function => "function",
            Self::Schema => "schema",
            Self::Sequence => "sequence",
            Self::Type => "type",
        }
    }
}

/// One privilege of one role, on the whole object or on one column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Privilege {
    /// Which privilege.
    pub kind: PrivilegeKind,
    /// The column, where it is not for the whole relation. The name itself, never quoted text.
    pub column: Option<String>,
    /// WITH GRANT OPTION
    pub grantable: bool,
    /// Who granted it, where it is not the object's owner.
    pub grantor: Option<String>,
}

/// Reads one item; several columns give several privileges.
///
/// # Errors
/// A diagnostic without a place, when the item is no privilege of such an object.
pub fn parse(item: &str, on: Grantable) -> Result<Vec<Privilege>> {
    let mut words = Words { item, rest: item.trim() };
    let word = words.word().ok_or_else(|| words.unreadable("a privilege is missing"))?;
    let kind = kind_of(&word, on)?;
    words.skip_word_if(&word, "all", "privileges");
    let columns = words.columns()?;
    if !columns.is_empty() && !on.column_privileges().contains(&kind) {
        return Err(not_here(kind, &format!("columns of a {}", on.noun()), on.column_privileges()));
    }
    let grantable = words.phrase(&["with", "grant", "option"])?;
    let grantor = if words.phrase(&["granted", "by"])? {
        Some(words.identifier().ok_or_else(|| words.unreadable("`granted by` names no role"))?)
    } else {
        None
    };
    if !words.rest.is_empty() {
        return Err(words.unreadable(&format!("`{}` is not understood", words.rest)));
    }
    let whole = columns.is_empty().then_some(None);
    let columns = whole.into_iter().chain(columns.into_iter().map(Some));
    Ok(columns.map(|column| Privilege { kind, column, grantable, grantor: grantor.clone() }).collect())
}

/// Reads every item of one role.
///
/// # Errors
/// As [`parse`], for the first item that cannot be read; its index is the first value.
pub fn parse_all<S: AsRef<str>>(items: &[S], on: Grantable) -> Result<Vec<Privilege>, (usize, Diagnostic)> {
    let mut all = Vec::new();
    for (index, item) in items.iter().enumerate() {
        all.extend(parse(item.as_ref(), on).map_err(|error| (index, error))?);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// Prints the privileges of one role: the fewest items, in a fixed order; columns in the order of their names.
pub fn print(privileges: &[Privilege]) -> Vec<String> {
    let mut sorted: Vec<&Privilege> = privileges.iter().collect();
    // Whole relation before columns; the owner's grants before those of others.
    sorted.sort_by_key(|p| (p.kind, p.column.is_some(), &p.grantor, p.grantable, &p.column));
    sorted.dedup();
    let alike = |a: &&Privilege, b: &&Privilege| {
        a.kind == b.kind
            && a.column.is_some()
            && b.column.is_some()
            && a.grantor == b.grantor
            && a.grantable == b.grantable
    };
    sorted.chunk_by(alike).map(print_item).collect()
}

fn print_item(alike: &[&Privilege]) -> String {
    let Some(first) = alike.first() else { return String::new() };
    let columns: Vec<_> = alike.iter().filter_map(|p| p.column.as_deref().map(identifier_text)).collect();
    let columns = if columns.is_empty() { String::new() } else { format!("({})", columns.join(", ")) };
    let option = if first.grantable { " with grant option" } else { "" };
    let grantor =
        first.grantor.as_deref().map_or(String::new(), |role| format!(" granted by {}", identifier_text(role)));
    format!("{}{columns}{option}{grantor}", first.kind)
}

fn kind_of(word: &str, on: Grantable) -> Result<PrivilegeKind> {
    if word.eq_ignore_ascii_case("all") {
        return Err(Diagnostic::error(&codes::ALL_PRIVILEGES, "`all` means another set in each version of PostgreSQL")
            .advice(format!("name each privilege: {}", list(on.privileges()))));
    }
    let Some(kind) = PrivilegeKind::from_word(word) else {
        let lower = word.to_ascii_lowercase();
        let advice = match nearest(&lower, on.privileges().iter().map(|kind| kind.word())) {
            Some(near) => format!("write `{near}`"),
            None => format!("use one of {}", list(on.privileges())),
        };
        return Err(
            Diagnostic::error(&codes::UNKNOWN_PRIVILEGE, format!("there is no privilege `{word}`")).advice(advice)
        );
    };
    if on.privileges().contains(&kind) {
        Ok(kind)
    } else {
        Err(not_here(kind, &format!("a {}", on.noun()), on.privileges()))
    }
}

fn not_here(kind: PrivilegeKind, what: &str, known: &[PrivilegeKind]) -> Diagnostic {
    let advice = match known {
        [] => "take the columns out".to_owned(),
        _ => format!("use one of {}", list(known)),
    };
    Diagnostic::error(&codes::PRIVILEGE_NOT_HERE, format!("`{kind}` cannot be granted on {what}")).advice(advice)
}

fn list(kinds: &[PrivilegeKind]) -> String {
    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ")
}

/// What is left of an item.
struct Words<'t> {
    item: &'t str,
    rest: &'t str,
}

impl<'t> Words<'t> {
    fn unreadable(&self, why: &str) -> Diagnostic {
        Diagnostic::error(&codes::PRIVILEGE_SYNTAX, format!("`{}` is no grant: {why}", self.item))
            .advice("write `privilege`, `privilege(column, ..)`, then `with grant option` and `granted by role` where they hold")
    }

    /// The next bare word.
    fn word(&mut self) -> Option<String> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        self.rest = rest.trim_start();
        Some(word.to_owned())
    }

    fn skip_word_if(&mut self, word: &str, is: &str, next: &str) {
        if word.eq_ignore_ascii_case(is) && self.peek_is(next) {
            self.word();
        }
    }

    fn peek_is(&self, word: &str) -> bool {
        let mut ahead = Words { item: self.item, rest: self.rest };
        ahead.word().is_some_and(|next| next.eq_ignore_ascii_case(word))
    }

    /// The words of a phrase, when its first one comes next.
    fn phrase(&mut self, words: &[&str]) -> Result<bool> {
        let Some((first, others)) = words.split_first() else { return Ok(false) };
        if !self.peek_is(first) {
            return Ok(false);
        }
        self.word();
        for word in others {
            if !self.peek_is(word) {
                return Err(self.unreadable(&format!("`{}` ends too early", words.join(" "))));
            }
            self.word();
        }
        Ok(true)
    }

    /// A bare or quoted identifier. Bare ones keep their case, as everywhere in manifests.
    fn identifier(&mut self) -> Option<String> {
        let Some(quoted) = self.rest.strip_prefix('"') else { return self.word() };
        let mut name = String::new();
        let mut chars = quoted.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                    name.push('"');
                    chars.next();
                }
                '"' => {
                    self.rest = quoted[at + 1..].trim_start();
                    return (!name.is_empty()).then_some(name);
                }
                '\0' => return None,
                c => name.push(c),
            }
        }
        None
    }

    /// `(a, "B")`; nothing where no parenthesis follows.
    fn columns(&mut self) -> Result<Vec<String>> {
        let Some(inside) = self.rest.strip_prefix('(') else { return Ok(Vec::new()) };
        self.rest = inside.trim_start();
        let mut columns = Vec::new();
        loop {
            columns.push(self.identifier().ok_or_else(|| self.unreadable("a column is missing"))?);
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest.trim_start();
            } else if let Some(rest) = self.rest.strip_prefix(')') {
                self.rest = rest.trim_start();
                return Ok(columns);
            } else {
                return Err(self.unreadable("the parenthesis does not end"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(item: &str) -> String {
        print(&parse(item, Grantable::Relation).unwrap_or_else(|e| panic!("{item}: {e}"))).join("; ")
    }

    #[test]
    fn reads_and_prints_items() {
        for (item, expected) in [
            ("select", "select"),
            (" SELECT ", "select"),
            ("update(note)", "update(note)"),
            (
                "update (note, \"Total\") with grant option granted by app_user",
                "update(\"Total\", note) with grant option granted by app_user",
            ),
            ("Update ( b , a , b )  WITH  GRANT OPTION", "update(a, b) with grant option"),
            ("select granted by \"with \"\"quotes\"\"\"", "select granted by \"with \"\"quotes\"\"\""),
            ("update(\"with grant option\")", "update(\"with grant option\")"),
            ("maintain", "maintain"),
        ] {
            assert_eq!(canonical(item), expected);
        }
    }

    #[test]
    fn merges_and_orders() {
        let items = [
            "delete",
            "update(b)",
            "select",
            "trigger",
            "update(a)",
            "insert",
            "update(c) with grant option",
            "update granted by x",
            "select",
        ];
        let all = parse_all(&items, Grantable::Relation).unwrap();
        assert_eq!(
            print(&all),
            [
                "select",
                "insert",
                "update granted by x",
                "update(a, b)",
                "update(c) with grant option",
                "delete",
                "trigger"
            ]
        );
    }

    #[test]
    fn refuses_with_code_and_advice() {
        use Grantable::{Function, Relation, Schema};
        for (item, on, code, advice) in [
            ("selct", Relation, "PGAI-2017", "write `select`"),
            (
                "grant",
                Relation,
                "PGAI-2017",
                "use one of select, insert, update, delete, truncate, references, trigger, maintain",
            ),
            ("all", Schema, "PGAI-2019", "name each privilege: usage, create"),
            ("all privileges", Function, "PGAI-2019", "name each privilege: execute"),
            (
                "execute",
                Relation,
                "PGAI-2018",
                "use one of select, insert, update, delete, truncate, references, trigger, maintain",
            ),
            ("delete(a)", Relation, "PGAI-2018", "use one of select, insert, update, references"),
            ("execute(a)", Function, "PGAI-2018", "take the columns out"),
            ("", Relation, "PGAI-2016", ""),
            ("update(", Relation, "PGAI-2016", ""),
            ("update()", Relation, "PGAI-2016", ""),
            ("update(a b)", Relation, "PGAI-2016", ""),
            ("update(\"a)", Relation, "PGAI-2016", ""),
            ("select with grant", Relation, "PGAI-2016", ""),
            ("select granted by", Relation, "PGAI-2016", ""),
            ("select, insert", Relation, "PGAI-2016", ""),
            ("select to public", Relation, "PGAI-2016", ""),
        ] {
            let error = parse(item, on).expect_err(item);
            assert_eq!(error.code().id, code, "{item}");
            assert!(error.advices().iter().any(|given| given.contains(advice)), "{item}: {:?}", error.advices());
        }
        assert_eq!(parse_all(&["select", "nonsense"], Relation).unwrap_err().0, 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn printing_reads_back(given in prop::collection::vec(
            (0..4usize, prop::option::of("[a-zA-Z\"(), é]{1,6}"), any::<bool>(), prop::option::of("[a-z\" ]{1,5}")), 0..6)
        ) {
            let mut privileges: Vec<Privilege> = given.into_iter().map(|(kind, column, grantable, grantor)| Privilege {
                kind: Grantable::Relation.column_privileges()[kind], column, grantable, grantor,
            }).collect();
            privileges.sort();
            privileges.dedup();
            let items = print(&privileges);
            prop_assert_eq!(parse_all(&items, Grantable::Relation).map_err(|e| e.1.to_string()), Ok(privileges), "{:?}", items);
        }

        #[test]
        fn never_panics(item in any::<String>()) {
            let _ = parse(&item, Grantable::Relation);
        }
    }
}
