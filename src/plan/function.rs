//! Steps that make, change or drop a function.

use super::{Allow, Input, Keywords, Lock, Object, Plan, Step, What, create_function, is_create};
use crate::catalog::FunctionKey;
use crate::diagnostic::Result;
use crate::diff::{Change, overload_key};
use crate::manifest::document::Overload;
use crate::sql::quote::SqlBuilder;

/// The overload that is wanted under a key.
pub(super) fn wanted<'a>(input: &'a Input<'_>, key: &FunctionKey) -> Option<&'a Overload> {
    let function = input.desired.functions.get(&key.name)?;
    function.overloads.iter().find(|overload| overload_key(&key.name, overload) == *key)
}

/// What CREATE OR REPLACE cannot do (PostgreSQL docs, CREATE FUNCTION): another result, other names or modes
/// of arguments, a default less, another kind.
pub(super) fn needs_recreation(input: &Input<'_>, key: &FunctionKey, changes: &[&Change]) -> bool {
    let (Some(there), Some(wanted)) = (input.live.functions.get(key), wanted(input, key)) else { return false };
    let live: Vec<_> =
        there.arguments.iter().filter(|argument| argument.mode != crate::catalog::ArgumentMode::Table).collect();
    let shape = live.len() != wanted.arguments.len()
        || live.iter().zip(&wanted.arguments).any(|(live, wanted)| {
            live.type_name != wanted.type_name
                || live.name.is_some() && live.name != wanted.name
                || live.has_default && wanted.default.is_none()
        });
    shape || changes.iter().any(|change| matches!(change.what, What::Attribute("returns" | "window")))
}

/// Everything about a function but its grants. True where it was made anew, so that all grants have to come.
pub(super) fn steps(
    input: &Input<'_>,
    keywords: &Keywords,
    key: &FunctionKey,
    changes: &[&Change],
    plan: &mut Plan,
) -> Result<bool> {
    let Some(overload) = wanted(input, key) else { return Ok(false) };
    let maker = Maker { keywords, key, role: overload.owner.clone() };
    let creates = is_create(changes);
    let recreates = !creates && needs_recreation(input, key, changes);
    let defines = changes.iter().any(|change| matches!(change.what, What::Body | What::Attribute(_)));
    let stored = input.live.functions.get(key).is_some_and(|function| !function.stored_uses.is_empty());
    let allowed = (stored && defines).then_some(Allow::StoredData);
    if recreates {
        plan.steps.push(maker.drop("arguments or result differ", None)?);
    }
    if creates || recreates || defines {
        let create = create_function(keywords, &key.name, overload, !(creates || recreates))?;
        let reason = if creates { "the function is new" } else { "definition differs" };
        plan.steps.push(maker.step(create, reason, allowed));
        plan.functions.push(key.clone());
    }
    let comment = changes.iter().any(|change| change.what == What::Comment);
    if comment || recreates && overload.comment.is_some() {
        let sql = maker.named(SqlBuilder::new(keywords).push("COMMENT ON FUNCTION "))?;
        let sql = sql.push(" IS ").literal_or_null(overload.comment.as_deref()).finish()?;
        plan.steps.push(maker.step(sql, "comment differs", None));
    }
    Ok(creates || recreates)
}

/// DROP FUNCTION for what no manifest holds any more: before the views where it stands on one that goes,
/// after them where one of those may stand on it.
pub(super) fn drops(input: &Input<'_>, keywords: &Keywords, before_views: bool, plan: &mut Plan) -> Result<()> {
    for change in input.changes.iter().filter(|change| change.what == What::Existence && change.to.is_none()) {
        let Object::Function(key) = &change.object else { continue };
        let live = input.live.functions.get(key);
        let on_relation = live.is_some_and(|live| live.row_argument.is_some() || live.returns_relation.is_some());
        if on_relation != before_views {
            continue;
        }
        let role = live.map(|function| function.owner.clone());
        let maker = Maker { keywords, key, role };
        plan.steps.push(maker.drop("no manifest holds it any more", Some(Allow::Drop))?);
    }
    Ok(())
}

struct Maker<'a> {
    keywords: &'a Keywords,
    key: &'a FunctionKey,
    role: Option<String>,
}

impl Maker<'_> {
    /// `schema.name(types)`
    fn named<'k>(&self, sql: SqlBuilder<'k>) -> Result<SqlBuilder<'k>> {
        let mut sql = sql.name(&self.key.name).push("(");
        for (at, text) in self.key.types.iter().enumerate() {
            sql = sql.push(if at > 0 { ", " } else { "" }).type_name(&text.parse::<crate::sql::TypeName>()?);
        }
        Ok(sql.push(")"))
    }

    fn drop(&self, reason: &str, allowed: Option<Allow>) -> Result<Step> {
        let sql = self.named(SqlBuilder::new(self.keywords).push("DROP FUNCTION "))?.finish()?;
        Ok(self.step(sql, reason, allowed))
    }

    fn step(&self, sql: crate::sql::quote::Sql, reason: &str, allowed: Option<Allow>) -> Step {
        Step {
            sql,
            role: self.role.clone(),
            object: self.key.to_string(),
            reason: reason.to_owned(),
            lock: Lock::None,
            allowed,
        }
    }
}
