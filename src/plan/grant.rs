//! GRANT and REVOKE by the owner: as few statements as say it.

use std::collections::{BTreeMap, BTreeSet};

use super::refuse::owner;
use super::{Allow, Input, Keywords, Lock, Object, Plan, Step};
use crate::catalog::acl::{self, Acl, Grant, ObjectKind, Privilege};
use crate::diagnostic::Result;
use crate::diff::{Change, What, acl_of};
use crate::sql::quote::{Sql, SqlBuilder};

pub(super) fn steps(
    input: &Input<'_>,
    keywords: &Keywords,
    object: &Object,
    changes: &[&Change],
    new: bool,
    plan: &mut Plan,
) -> Result<()> {
    let Some(owner) = owner(input, object) else { return Ok(()) };
    let (there, wanted) = match object {
        Object::View(name) if new => {
            let grants = input.desired.views.get(name).map(|view| &view.grants);
            let Some(grants) = grants else { return Ok(()) };
            (
                on_creation(input, &name.schema, &owner, "tables", ObjectKind::Relation),
                acl_of(grants, &owner, ObjectKind::Relation, input.live.server.version_num)?,
            )
        }
        Object::Function(key) if new => {
            let Some(overload) = super::function::wanted(input, key) else { return Ok(()) };
            (
                on_creation(input, &key.name.schema, &owner, "functions", ObjectKind::Function),
                acl_of(&overload.grants, &owner, ObjectKind::Function, input.live.server.version_num)?,
            )
        }
        _ => {
            let side = |granted: bool| -> Acl {
                changes
                    .iter()
                    .filter(|change| change.to.is_some() == granted)
                    .filter_map(|change| match &change.what {
                        What::Grant(grant) => Some(grant.clone()),
                        _ => None,
                    })
                    .collect()
            };
            (side(false), side(true))
        }
    };
    let statements = Statements { keywords, object, owner: &owner };
    let before = plan.steps.len();
    let revoked: Acl = there.difference(&wanted).cloned().collect();
    let mut granted: Acl = wanted.difference(&there).cloned().collect();
    granted.extend(lost_with(input, object, &revoked));
    statements.revoke(&revoked, &granted, plan)?;
    statements.grant(&granted, &revoked, plan)?;
    if plan.steps.len() > before
        && let Some(name) = object.relation()
        && !plan.touched.contains(name)
    {
        plan.touched.push(name.clone());
    }
    Ok(())
}

/// What default privileges give to an object that `owner` creates (PostgreSQL docs, ALTER DEFAULT PRIVILEGES).
fn on_creation(input: &Input<'_>, schema: &str, owner: &str, kind: &str, object: ObjectKind) -> Acl {
    let of = |schema: Option<&str>| {
        input
            .live
            .default_acls
            .iter()
            .find(|default| default.role == owner && default.kind == kind && default.schema.as_deref() == schema)
    };
    let mut acl = of(None)
        .map(|default| default.acl.clone())
        .unwrap_or_else(|| acl::default(object, owner, input.live.server.version_num));
    acl.extend(of(Some(schema)).map(|default| default.acl.clone()).unwrap_or_default());
    acl
}

/// Revoking a privilege on a whole relation takes the same grantor's column privileges along:
/// those that stay wanted are granted again.
fn lost_with(input: &Input<'_>, object: &Object, revoked: &Acl) -> Acl {
    let Some(relation) = object.relation().and_then(|name| input.live.relations.get(name)) else { return Acl::new() };
    relation
        .acl
        .iter()
        .filter(|grant| grant.column.is_some() && !revoked.contains(grant))
        .filter(|grant| {
            revoked.iter().any(|gone| {
                gone.column.is_none()
                    && gone.grantee == grant.grantee
                    && gone.privilege == grant.privilege
                    && gone.grantor == grant.grantor
            })
        })
        .cloned()
        .collect()
}

struct Statements<'a> {
    keywords: &'a Keywords,
    object: &'a Object,
    owner: &'a str,
}

/// Privileges of one statement: of the whole object, and of columns.
type Items<'a> = BTreeMap<Privilege, BTreeSet<Option<&'a str>>>;

impl Statements<'_> {
    fn revoke(&self, revoked: &Acl, granted: &Acl, plan: &mut Plan) -> Result<()> {
        // Only the grant option goes where the privilege itself stays.
        let stays = |grant: &Grant| grant.grantable && granted.contains(&Grant { grantable: false, ..grant.clone() });
        for (grantee, option_only, items) in grouped(revoked, stays) {
            let sql = SqlBuilder::new(self.keywords)
                .push(if option_only { "REVOKE GRANT OPTION FOR " } else { "REVOKE " })
                .sql(&self.items(&items)?);
            let sql = self.on(sql)?.push(" FROM ").role(grantee).finish()?;
            plan.steps.push(self.step(sql, format!("{grantee} loses what no manifest says"), Some(Allow::Revoke)));
        }
        Ok(())
    }

    fn grant(&self, granted: &Acl, revoked: &Acl, plan: &mut Plan) -> Result<()> {
        // Revoking the grant option left the privilege there.
        let left = |grant: &Grant| !grant.grantable && revoked.contains(&Grant { grantable: true, ..grant.clone() });
        let new: Acl = granted.iter().filter(|grant| !left(grant)).cloned().collect();
        for (grantee, with_option, items) in grouped(&new, |grant| grant.grantable) {
            let sql = SqlBuilder::new(self.keywords).push("GRANT ").sql(&self.items(&items)?);
            let sql = self.on(sql)?.push(" TO ").role(grantee);
            let sql = sql.when(with_option, |sql| sql.push(" WITH GRANT OPTION")).finish()?;
            plan.steps.push(self.step(sql, format!("access of {grantee}"), None));
        }
        Ok(())
    }

    fn items(&self, items: &Items<'_>) -> Result<Sql> {
        let mut sql = SqlBuilder::new(self.keywords);
        let mut first = true;
        for (privilege, columns) in items {
            let named: Vec<&str> = columns.iter().flatten().copied().collect();
            for whole in [true, false] {
                if (whole && columns.contains(&None)) || (!whole && !named.is_empty()) {
                    sql = sql.push(if first { "" } else { ", " }).push(keyword(*privilege));
                    first = false;
                }
                if !whole && !named.is_empty() {
                    sql = sql.push(" (").columns(named.iter().copied()).push(")");
                }
            }
        }
        Ok(sql.finish()?)
    }

    fn on<'k>(&self, sql: SqlBuilder<'k>) -> Result<SqlBuilder<'k>> {
        Ok(match self.object {
            Object::Schema(name) => sql.push(" ON SCHEMA ").ident(name),
            Object::Function(key) => {
                let sql = sql.push(" ON FUNCTION ").name(&key.name).push("(");
                let mut first = true;
                let mut sql = sql;
                for type_name in &key.types {
                    let parsed = type_name.parse::<crate::sql::TypeName>()?;
                    sql = sql.push(if first { "" } else { ", " }).type_name(&parsed);
                    first = false;
                }
                sql.push(")")
            }
            Object::View(name) | Object::MaterializedView(name) | Object::Table(name) => {
                sql.push(" ON TABLE ").name(name)
            }
        })
    }

    fn step(&self, sql: Sql, reason: String, allowed: Option<Allow>) -> Step {
        Step { sql, role: Some(self.owner.to_owned()), object: self.object.name(), reason, lock: Lock::None, allowed }
    }
}

/// Grants by grantee and flag, in order.
fn grouped<'a>(acl: &'a Acl, flag: impl Fn(&Grant) -> bool) -> Vec<(&'a str, bool, Items<'a>)> {
    let mut groups: BTreeMap<(&str, bool), Items<'_>> = BTreeMap::new();
    for grant in acl {
        groups
            .entry((&grant.grantee, flag(grant)))
            .or_default()
            .entry(grant.privilege)
            .or_default()
            .insert(grant.column.as_deref());
    }
    groups.into_iter().map(|((grantee, flag), items)| (grantee, flag, items)).collect()
}

fn keyword(privilege: Privilege) -> &'static str {
    match privilege {
        Privilege::Select => "SELECT",
        Privilege::Insert => "INSERT",
        Privilege::Update => "UPDATE",
        Privilege::Delete => "DELETE",
        Privilege::Truncate => "TRUNCATE",
        Privilege::References => "REFERENCES",
        Privilege::Trigger => "TRIGGER",
        Privilege::Maintain => "MAINTAIN",
        Privilege::Usage => "USAGE",
        Privilege::Create => "CREATE",
        Privilege::Execute => "EXECUTE",
    }
}
