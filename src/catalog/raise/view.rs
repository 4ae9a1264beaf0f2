//! Kinds View and MaterializedView off a relation.

use indexmap::IndexMap;

use super::{Raise, grants, text};
use crate::catalog::{Relation, acl};
use crate::manifest::document as doc;
use crate::sql::layout::block_text;

pub(super) fn view(raise: &Raise<'_>, relation: &Relation) -> Option<doc::View> {
    Some(doc::View {
        name: relation.name.clone(),
        renamed_from: None,
        owner: raise.owner(&relation.name.schema, &relation.owner),
        options: options(relation),
        comment: relation.comment.clone(),
        columns: columns(relation),
        query: query(&relation.view.as_ref()?.query),
        triggers: triggers(relation),
        rules: rules(relation),
        grants: own_grants(raise, relation),
    })
}

pub(super) fn materialized_view(raise: &Raise<'_>, relation: &Relation) -> Option<doc::MaterializedView> {
    Some(doc::MaterializedView {
        name: relation.name.clone(),
        renamed_from: None,
        owner: raise.owner(&relation.name.schema, &relation.owner),
        comment: relation.comment.clone(),
        columns: columns(relation),
        query: query(&relation.view.as_ref()?.query),
        populated: relation.populated,
        storage: doc::Storage {
            tablespace: relation.tablespace.clone(),
            access_method: relation.access_method.clone().filter(|method| method != "heap"),
            options: relation.options.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        },
        indexes: relation.indexes.iter().map(|(name, found)| (name.clone(), index(found))).collect(),
        extended_statistics: statistics(relation),
        grants: own_grants(raise, relation),
    })
}

fn own_grants(raise: &Raise<'_>, relation: &Relation) -> doc::Grants {
    if raise.grants_stand_at_endpoint(&relation.name, false) {
        return doc::Grants::new();
    }
    grants::of(&relation.acl, &relation.owner, acl::ObjectKind::Relation, raise.catalog.server.version_num)
}

/// Options by PostgreSQL's names; `true`, `on`, `yes`, `1` are all true to it.
fn options(relation: &Relation) -> doc::ViewOptions {
    let on = |name: &str| {
        relation
            .options
            .get(name)
            .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "on" | "yes" | "1"))
    };
    doc::ViewOptions {
        security_barrier: on("security_barrier"),
        security_invoker: on("security_invoker"),
        check_option: relation.options.get("check_option").map(|value| {
            if value.eq_ignore_ascii_case("local") { doc::CheckOption::Local } else { doc::CheckOption::Cascaded }
        }),
    }
}

fn columns(relation: &Relation) -> IndexMap<String, doc::Column> {
    relation
        .columns
        .iter()
        .map(|column| {
            let found = doc::Column {
                type_name: column.type_name.clone(),
                collation: column.collation.as_ref().map(ToString::to_string),
                comment: column.comment.clone(),
                default: column.default.clone(),
                statistics: column.statistics,
            };
            (column.name.clone(), found)
        })
        .collect()
}

/// The triggers whose definition was read.
///
/// `CREATE TRIGGER name <when> ON relation FOR EACH ROW [WHEN (..)] EXECUTE FUNCTION <execute>`.
pub fn triggers(relation: &Relation) -> IndexMap<String, doc::Trigger> {
    relation
        .triggers
        .iter()
        .filter_map(|(name, trigger)| {
            let definition = trigger.definition.as_deref()?;
            let rest = text::skip_name(text::after(definition, " TRIGGER ")?);
            let (events, tail) = (text::before(rest, " ON ")?, text::after(rest, " ON ")?);
            let mut when = text::lower_words(events);
            if text::find_outside(tail, " FOR EACH STATEMENT").is_some() {
                when.push_str(" for each statement");
            }
            if let Some(condition) = text::after(tail, " WHEN ").and_then(|tail| text::before(tail, " EXECUTE ")) {
                when.push_str(" when ");
                when.push_str(condition);
            }
            let execute = text::after(tail, " EXECUTE FUNCTION ")?.to_owned();
            Some((name.clone(), doc::Trigger { when, execute, comment: trigger.comment.clone() }))
        })
        .collect()
}

/// The rules whose definition was read, the view's own query left out.
pub fn rules(relation: &Relation) -> IndexMap<String, doc::Rule> {
    relation
        .rules
        .iter()
        .filter_map(|(name, rule)| {
            let definition = rule.definition.as_deref()?.trim_end_matches(';').to_owned();
            Some((name.clone(), doc::Rule { definition, comment: rule.comment.clone() }))
        })
        .collect()
}

fn index(found: &crate::catalog::Index) -> doc::Index {
    let plain = found.plain;
    doc::Index {
        unique: found.unique,
        columns: if plain { found.columns.clone() } else { Vec::new() },
        definition: index_definition(found),
        cluster: found.clustered,
        tablespace: found.tablespace.clone(),
        comment: found.comment.clone(),
    }
}

/// What stands behind USING, for an index beyond plain columns whose definition was read.
pub fn index_definition(found: &crate::catalog::Index) -> Option<String> {
    let definition = found.definition.as_deref().filter(|_| !found.plain)?;
    text::after(definition, " USING ").map(str::to_owned)
}

/// `CREATE STATISTICS schema.name <(kinds) ON columns> FROM relation`; the name is bare in the view's own schema.
fn statistics(relation: &Relation) -> IndexMap<String, String> {
    relation
        .statistics
        .iter()
        .filter_map(|(name, found)| {
            let rest = text::skip_name(text::after(found.definition.as_deref()?, "CREATE STATISTICS ")?);
            let key = if name.schema == relation.name.schema { name.name.clone() } else { name.to_string() };
            Some((key, text::before(rest, " FROM ")?.to_owned()))
        })
        .collect()
}

/// Block text that ends with a line break, as people write it.
pub fn query(deparsed: &str) -> String {
    block_text(deparsed) + "\n"
}
