//! Who may do what: privileges resolved through role membership, predefined roles and PUBLIC
//! (PostgreSQL docs 5.8, 22). Ownership counts through the ACL, where an owner's rights stand.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::catalog::acl::PUBLIC;
use crate::catalog::{Acl, Catalog, Grant, Privilege, Relation};
use crate::sql::QualifiedName;

use super::type_name::user_type;

/// Privileges of roles in one catalog. Roles are resolved once each.
pub(super) struct Rights<'a> {
    catalog: &'a Catalog,
    holders: RefCell<HashMap<&'a str, Rc<Holder<'a>>>>,
}

/// The roles whose grants count for a role without SET ROLE.
struct Holder<'a> {
    superuser: bool,
    names: HashSet<&'a str>,
}

impl Holder<'_> {
    fn has(&self, acl: &Acl, privilege: Privilege) -> bool {
        self.superuser || acl.iter().any(|grant| grant.column.is_none() && self.holds(grant, privilege))
    }

    fn holds(&self, grant: &Grant, privilege: Privilege) -> bool {
        grant.privilege == privilege && self.names.contains(grant.grantee.as_str())
    }
}

/// Columns that a privilege reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach<'a> {
    /// The whole relation.
    All,
    /// These columns; maybe none.
    Columns(BTreeSet<&'a str>),
}

impl Reach<'_> {
    pub(super) fn holds(&self, column: &str) -> bool {
        match self {
            Self::All => true,
            Self::Columns(columns) => columns.contains(column),
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Columns(columns) if columns.is_empty())
    }
}

impl<'a> Rights<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, holders: RefCell::default() }
    }

    fn holder(&self, role: &'a str) -> Rc<Holder<'a>> {
        if let Some(known) = self.holders.borrow().get(role) {
            return Rc::clone(known);
        }
        let holder = Rc::new(self.resolve(role));
        self.holders.borrow_mut().insert(role, Rc::clone(&holder));
        holder
    }

    /// Follows memberships that inherit. The owner of the database is a member of `pg_database_owner`.
    fn resolve(&self, role: &'a str) -> Holder<'a> {
        let mut names = HashSet::from([PUBLIC]);
        let mut todo = vec![role];
        while let Some(name) = todo.pop() {
            if !names.insert(name) {
                continue;
            }
            if name == self.catalog.server.database_owner {
                todo.push("pg_database_owner");
            }
            let member_of = self.catalog.roles.get(name).map(|role| &role.member_of);
            todo.extend(member_of.into_iter().flatten().filter(|(_, m)| m.inherit).map(|(name, _)| name.as_str()));
        }
        Holder { superuser: self.catalog.roles.get(role).is_some_and(|role| role.superuser), names }
    }

    /// USAGE on a schema; PostgreSQL's own schemas are open to all.
    pub(super) fn uses_schema(&self, role: &'a str, schema: &str) -> bool {
        let holder = self.holder(role);
        let everywhere = ["pg_read_all_data", "pg_write_all_data"].iter().any(|name| holder.names.contains(name));
        match self.catalog.schemas.get(schema) {
            Some(schema) => everywhere || holder.has(&schema.acl, Privilege::Usage),
            None => schema == "pg_catalog" || schema == "information_schema",
        }
    }

    /// USAGE on the schema of a type: PostgREST casts what clients send to it.
    pub(super) fn names_type(&self, role: &'a str, type_name: &str) -> bool {
        user_type(type_name).is_none_or(|name| self.uses_schema(role, &name.schema))
    }

    /// EXECUTE, or USAGE of a sequence.
    pub(super) fn has(&self, role: &'a str, acl: &Acl, privilege: Privilege) -> bool {
        self.holder(role).has(acl, privilege)
    }

    /// The columns of a relation that a role has a privilege on.
    pub(super) fn reach(&self, role: &'a str, relation: &'a Relation, privilege: Privilege) -> Reach<'a> {
        let holder = self.holder(role);
        let by_predefined_role = match privilege {
            Privilege::Select => holder.names.contains("pg_read_all_data"),
            Privilege::Insert | Privilege::Update | Privilege::Delete => holder.names.contains("pg_write_all_data"),
            _ => false,
        };
        if by_predefined_role || holder.has(&relation.acl, privilege) {
            return Reach::All;
        }
        Reach::Columns(
            relation
                .acl
                .iter()
                .filter(|grant| holder.holds(grant, privilege))
                .filter_map(|grant| grant.column.as_deref())
                .collect(),
        )
    }

    /// The roles that requests can run as, sorted.
    pub(super) fn served(
        &self,
        login: Option<&'a str>,
        anon: Option<&'a str>,
        schemas: &'a [String],
    ) -> BTreeSet<&'a str> {
        let login = login.filter(|name| self.catalog.roles.get(*name).is_some_and(|role| !role.superuser));
        let mut roles = match login {
            Some(login) => self.switchable(login),
            None => self.granted(schemas),
        };
        roles.extend(anon);
        if roles.is_empty() {
            roles.insert(PUBLIC);
        }
        roles
    }

    /// Roles that `login` can SET ROLE to, directly or through others.
    fn switchable(&self, login: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut todo = vec![login];
        while let Some(name) = todo.pop() {
            let member_of = self.catalog.roles.get(name).map(|role| &role.member_of);
            for (role, membership) in member_of.into_iter().flatten() {
                if membership.set && !role.starts_with("pg_") && found.insert(role.as_str()) {
                    todo.push(role);
                }
            }
        }
        found
    }

    /// Roles that somebody granted something in these schemas; owners by themselves do not count.
    fn granted(&self, schemas: &'a [String]) -> BTreeSet<&'a str> {
        let exposed: HashSet<&str> = schemas.iter().map(String::as_str).collect();
        let inside = |name: &QualifiedName| exposed.contains(name.schema.as_str());
        let relations = self.catalog.relations.values().filter(|r| inside(&r.name)).map(|r| (&r.owner, &r.acl));
        let functions = self.catalog.functions.values().filter(|f| inside(&f.key.name)).map(|f| (&f.owner, &f.acl));
        let used = schemas.iter().filter_map(|name| self.catalog.schemas.get(name)).map(|s| (&s.owner, &s.acl));
        relations
            .chain(functions)
            .chain(used)
            .flat_map(|(owner, acl)| acl.iter().filter(move |grant| grant.grantee != *owner))
            .map(|grant| grant.grantee.as_str())
            .filter(|name| *name != PUBLIC && !name.starts_with("pg_"))
            .collect()
    }
}
