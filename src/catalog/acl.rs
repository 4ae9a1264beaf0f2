//! Access control lists: PostgreSQL's `aclitem` text, and the defaults that a NULL stands for
//! (PostgreSQL docs 5.8, table 5.1 and 5.2).

use std::collections::BTreeSet;

pub use crate::manifest::privilege::{Grantable as ObjectKind, PrivilegeKind as Privilege};

/// The letters of `aclitem` (PostgreSQL docs, table 5.1).
const LETTERS: [(char, Privilege); 11] = [
    ('r', Privilege::Select),
    ('a', Privilege::Insert),
    ('w', Privilege::Update),
    ('d', Privilege::Delete),
    ('D', Privilege::Truncate),
    ('x', Privilege::References),
    ('t', Privilege::Trigger),
    ('m', Privilege::Maintain),
    ('U', Privilege::Usage),
    ('C', Privilege::Create),
    ('X', Privilege::Execute),
];

/// PUBLIC, spelled as manifests do. No role can have this name.
pub const PUBLIC: &str = "public";

/// One privilege that somebody granted to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// Role that has it, or `public`.
    pub grantee: String,
    /// The privilege.
    pub privilege: Privilege,
    /// The column, for column privileges.
    pub column: Option<String>,
    /// WITH GRANT OPTION.
    pub grantable: bool,
    /// Role that gave it.
    pub grantor: String,
}

/// A set of grants; a NULL in the catalog has been replaced by the default it stands for.
pub type Acl = BTreeSet<Grant>;

/// The grants of an object from its catalog column, NULL included.
///
/// `server` is the server_version_num: MAINTAIN exists from 17.
///
/// # Errors
/// The item that is not of the form `grantee=privileges/grantor`.
pub fn parse(items: Option<&[String]>, kind: ObjectKind, owner: &str, server: u32) -> Result<Acl, String> {
    match items {
        None => Ok(default(kind, owner, server)),
        Some(items) => items.iter().try_fold(Acl::new(), |mut acl, item| {
            acl.extend(parse_item(item).ok_or_else(|| item.clone())?);
            Ok(acl)
        }),
    }
}

/// What NULL stands for: `acldefault()`.
pub fn default(kind: ObjectKind, owner: &str, server: u32) -> Acl {
    let mut acl: Acl = owned(kind, server).map(|privilege| grant(owner, privilege, owner)).collect();
    match kind {
        ObjectKind::Function => drop(acl.insert(grant(PUBLIC, Privilege::Execute, owner))),
        ObjectKind::Type => drop(acl.insert(grant(PUBLIC, Privilege::Usage, owner))),
        _ => {}
    }
    acl
}

/// The privileges an owner has by default, which are all that exist for the kind.
pub fn owned(kind: ObjectKind, server: u32) -> impl Iterator<Item = Privilege> {
    let known = move |privilege: &Privilege| *privilege != Privilege::Maintain || server >= 170_000;
    kind.privileges().iter().copied().filter(known)
}

fn by_letter(letter: char) -> Option<Privilege> {
    LETTERS.into_iter().find(|(known, _)| *known == letter).map(|(_, privilege)| privilege)
}

fn grant(grantee: &str, privilege: Privilege, grantor: &str) -> Grant {
    Grant { grantee: grantee.to_owned(), privilege, column: None, grantable: false, grantor: grantor.to_owned() }
}

/// Reads `"odd role"=ar*/owner`; an empty grantee is PUBLIC.
fn parse_item(item: &str) -> Option<Vec<Grant>> {
    let (grantee, rest) = role(item)?;
    let rest = rest.strip_prefix('=')?;
    let slash = rest.find('/')?;
    let (grantor, end) = role(&rest[slash + 1..])?;
    if !end.is_empty() {
        return None;
    }
    let grantee = if grantee.is_empty() { PUBLIC.to_owned() } else { grantee };
    let mut grants: Vec<Grant> = Vec::new();
    for letter in rest[..slash].chars() {
        if letter == '*' {
            grants.last_mut()?.grantable = true;
        } else if let Some(privilege) = by_letter(letter) {
            grants.push(grant(&grantee, privilege, &grantor));
        } else {
            return None;
        }
    }
    Some(grants)
}

/// A role name at the start of `text`, quoted or not, and what follows it.
fn role(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['=', '/']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut chars = quoted.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '"' {
            name.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == '"') {
            name.push('"');
            chars.next();
        } else {
            return Some((name, &quoted[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(items: &[&str]) -> Vec<String> {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        parse(Some(&items), ObjectKind::Relation, "o", 150_000)
            .unwrap()
            .into_iter()
            .map(|g| {
                format!("{} {}{} by {}", g.grantee, g.privilege.word(), if g.grantable { "*" } else { "" }, g.grantor)
            })
            .collect()
    }

    #[test]
    fn items_are_read_as_postgresql_prints_them() {
        assert_eq!(shown(&["=r/o"]), ["public select by o"]);
        assert_eq!(shown(&["a=r*w/b"]), ["a select* by b", "a update by b"]);
        assert_eq!(shown(&["\"od\"\"d=/\"=a/\"x y\""]), ["od\"d=/ insert by x y"]);
        assert_eq!(shown(&["a=/o"]), Vec::<String>::new());
    }

    #[test]
    fn a_null_is_the_default() {
        let function = parse(None, ObjectKind::Function, "o", 150_000).unwrap();
        assert!(function.contains(&grant(PUBLIC, Privilege::Execute, "o")));
        assert_eq!(default(ObjectKind::Relation, "o", 160_000).len(), 7);
        assert_eq!(default(ObjectKind::Relation, "o", 170_000).len(), 8);
    }

    #[test]
    fn what_is_no_item_is_named() {
        for item in ["a", "a=r", "a=?/o", "\"a=r/o", "a=*/o", "a=r/o/x"] {
            assert_eq!(parse(Some(&[item.to_owned()]), ObjectKind::Relation, "o", 150_000), Err(item.to_owned()));
        }
    }
}
