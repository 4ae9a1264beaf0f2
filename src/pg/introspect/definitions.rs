//! Deparse in groups: queries of views, expressions, bodies.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

use super::assemble::Relations;
use super::functions::Functions;
use super::rows::{FunctionDefinitionRow, LockRow, RelationDefinitionRow, VersionsRow};
use super::waits::{Blocked, Waits};
use super::{ReadError, Scope, lineage, skipped_relation};
use crate::catalog::{Operations, Skipped, Statistics, ViewDefinition};
use crate::pg::session::{Session, Statement};
use crate::sql::QualifiedName;

/// Relations per savepoint: keeps the locks of one group well under 500.
const GROUP: usize = 100;

/// Times a locked relation is tried before it is skipped.
const TRIES: usize = 3;

/// Several are tried one by one then, so that each may wait only shortly.
const RETRY_LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = 100";

/// What to deparse.
pub(super) struct Wanted {
    pub(super) relations: Vec<u32>,
    pub(super) functions: Vec<u32>,
    /// What makes each of them wait.
    pub(super) waits: Waits,
}

/// Reads the definitions into `relations` and `functions`; gives what had to be skipped.
pub(super) async fn read(
    session: &Session,
    relations: &mut Relations,
    functions: &mut Functions,
    wanted: Wanted,
    locks: Vec<LockRow>,
) -> Result<Vec<Skipped>, ReadError> {
    let waits = &wanted.waits;
    let mut blocked = waits.blocked(locks);
    let (waiting, free) = blocked.split(&wanted.relations);
    let (waiting_functions, free_functions) = blocked.split_functions(&wanted.functions);
    let (mut left, mut left_functions) = groups(session, relations, functions, &free, &free_functions, GROUP).await?;
    left.extend(waiting);
    left_functions.extend(waiting_functions);
    if !left.is_empty() || !left_functions.is_empty() {
        session.run(RETRY_LOCK_TIMEOUT).await?;
    }
    for attempt in 0..TRIES {
        if left.is_empty() && left_functions.is_empty() {
            break;
        }
        // A pause first: the holder is likely to be gone soon.
        tokio::time::sleep(Duration::from_millis(150 << attempt)).await;
        blocked = waits.blocked(session.json(include_str!("sql/locks.sql"), vec![]).await?);
        let (waiting, free) = blocked.split(&left);
        let (waiting_functions, free_functions) = blocked.split_functions(&left_functions);
        (left, left_functions) = groups(session, relations, functions, &free, &free_functions, 1).await?;
        left.extend(waiting);
        left_functions.extend(waiting_functions);
    }
    Ok(skipped(relations, functions, &left, &left_functions, &blocked))
}

/// Reads in groups, each in a savepoint; gives the members of the groups that failed, and those that are gone.
async fn groups(
    session: &Session,
    relations: &mut Relations,
    functions: &mut Functions,
    relation_oids: &[u32],
    function_oids: &[u32],
    size: usize,
) -> Result<(Vec<u32>, Vec<u32>), ReadError> {
    let relation_groups: Vec<Vec<u32>> = relation_oids.chunks(size).map(<[u32]>::to_vec).collect();
    let function_groups: Vec<Vec<u32>> = function_oids.chunks(size).map(<[u32]>::to_vec).collect();
    let (mut left, mut left_functions) = (Vec::new(), Vec::new());
    if !relation_groups.is_empty() {
        let sql = include_str!("sql/relation_definitions.sql");
        let answers = session.json_groups::<RelationDefinitionRow>(&statements(sql, &relation_groups)).await;
        for (group, answer) in relation_groups.iter().zip(answers) {
            match answer {
                Ok(rows) => {
                    let found: HashSet<u32> = rows.iter().map(|row| row.oid).collect();
                    left.extend(group.iter().filter(|oid| !found.contains(oid)));
                    rows.into_iter().for_each(|row| add(relations, row));
                }
                Err(error) if is_transient(&error) => left.extend(group),
                Err(error) => return Err(error.into()),
            }
        }
    }
    if !function_groups.is_empty() {
        let sql = include_str!("sql/function_definitions.sql");
        let answers = session.json_groups::<FunctionDefinitionRow>(&statements(sql, &function_groups)).await;
        for (group, answer) in function_groups.iter().zip(answers) {
            match answer {
                Ok(rows) => {
                    let found: HashSet<u32> = rows.iter().map(|row| row.oid).collect();
                    left_functions.extend(group.iter().filter(|oid| !found.contains(oid)));
                    rows.into_iter().for_each(|row| functions.add_definition(row));
                }
                Err(error) if is_transient(&error) => left_functions.extend(group),
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok((left, left_functions))
}

fn statements<'a>(sql: &'a str, groups: &'a [Vec<u32>]) -> Vec<Statement<'a>> {
    groups
        .iter()
        .map(|group| (sql, vec![(group as &(dyn tokio_postgres::types::ToSql + Sync), Type::OID_ARRAY)]))
        .collect()
}

/// An error that passes: somebody holds a lock, or dropped what is being deparsed. XX000 is told by the
/// routine that raised it, which is not translated.
pub(super) fn is_transient(error: &Error) -> bool {
    let Some(error) = error.as_db_error() else { return false };
    match error.code() {
        code if *code == SqlState::LOCK_NOT_AVAILABLE
            || *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::UNDEFINED_TABLE
            || *code == SqlState::UNDEFINED_OBJECT
            || *code == SqlState::UNDEFINED_FUNCTION
            || *code == SqlState::T_R_SERIALIZATION_FAILURE =>
        {
            true
        }
        code if *code == SqlState::INTERNAL_ERROR => true,
        _ => false,
    }
}

pub(super) fn add(relations: &mut Relations, row: RelationDefinitionRow) {
    let origins: Vec<(i16, QualifiedName, String)> = row
        .tree
        .as_deref()
        .map(lineage::origins)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|origin| {
            let name = relations.name(origin.relation)?.clone();
            let column = relations.attribute(origin.relation, origin.relation_column)?.to_owned();
            Some((origin.column, name, column))
        })
        .collect();
    let Some(relation) = relations.get_mut(row.oid) else { return };
    relation.view = row.query.map(|query| ViewDefinition { query });
    relation.operations = row.own.zip(row.all).map(|(own, all)| {
        Operations::from_bits(own, all).through_rules(relation.rules.values().map(|rule| rule.event))
    });
    if row.own.is_some() {
        let writable: HashSet<i16> = row.writable.into_iter().flatten().collect();
        for column in &mut relation.columns {
            column.updatable = Some(writable.contains(&column.number));
        }
    }
    for (number, base, base_column) in origins {
        if let Some(column) = relation.columns.iter_mut().find(|column| column.number == number) {
            column.from = Some((base, base_column));
        }
    }
    for (number, default) in row.defaults.into_iter().flatten() {
        if let Some(column) = relation.columns.iter_mut().find(|column| column.number == number) {
            column.default = default;
        }
    }
    for (name, definition) in row.constraints.into_iter().flatten() {
        if let Some(constraint) = relation.constraints.get_mut(&name) {
            constraint.definition = definition;
        }
    }
    for (name, definition) in row.indexes.into_iter().flatten() {
        if let Some(index) = relation.indexes.get_mut(&name) {
            index.definition = definition;
        }
    }
    for (name, definition) in row.triggers.into_iter().flatten() {
        if let Some(trigger) = relation.triggers.get_mut(&name) {
            trigger.definition = definition;
        }
    }
    for (name, definition) in row.rules.into_iter().flatten() {
        if let Some(rule) = relation.rules.get_mut(&name) {
            rule.definition = definition;
        }
    }
    for (name, using, check) in row.policies.into_iter().flatten() {
        if let Some(policy) = relation.policies.get_mut(&name) {
            policy.using = using;
            policy.check = check;
        }
    }
    for (schema, name, definition) in row.statistics.into_iter().flatten() {
        relation.statistics.insert(QualifiedName::new(schema, name), Statistics { definition });
    }
}

fn skipped(
    relations: &Relations,
    functions: &Functions,
    left: &[u32],
    left_functions: &[u32],
    blocked: &Blocked,
) -> Vec<Skipped> {
    let reason = |lock: Option<&LockRow>| lock.map_or_else(|| "changing while it was read".to_owned(), locked_by);
    let functions = left_functions.iter().filter_map(|oid| {
        let reason = reason(blocked.function_holder(*oid));
        Some(Skipped { kind: "function".to_owned(), name: functions.name(*oid)?, reason })
    });
    left.iter()
        .filter_map(|oid| skipped_relation(relations, *oid, reason(blocked.holder(*oid))))
        .chain(functions)
        .collect()
}

fn locked_by(lock: &LockRow) -> String {
    let mut words = format!("locked by process {}", lock.pid);
    if let Some(user) = &lock.user {
        words.push_str(&format!(" of {user}"));
    }
    if let Some(application) = lock.application.as_ref().filter(|name| !name.is_empty()) {
        words.push_str(&format!(" ({application})"));
    }
    words
}

/// What changed between two looks at the row versions.
pub(super) struct Moved {
    relations: BTreeSet<u32>,
    rest: bool,
}

impl Moved {
    pub(super) fn is_nothing(&self) -> bool {
        self.relations.is_empty() && !self.rest
    }

    /// Relations of the scope that kept changing.
    pub(super) fn skipped(&self, relations: &Relations, scope: &Scope) -> Vec<Skipped> {
        self.relations
            .iter()
            .filter(|oid| relations.name(**oid).is_some_and(|name| scope.holds_schema(&name.schema)))
            .filter_map(|oid| skipped_relation(relations, *oid, "changing while it was read".to_owned()))
            .collect()
    }
}

/// Relations that came, went or changed, and whether anything else did.
pub(super) fn moved(before: &VersionsRow, after: &VersionsRow) -> Moved {
    let map = |row: &VersionsRow| -> HashMap<u32, String> { row.relations.iter().flatten().cloned().collect() };
    let (old, new) = (map(before), map(after));
    let relations = old.keys().chain(new.keys()).filter(|oid| old.get(oid) != new.get(oid)).copied().collect();
    Moved { relations, rest: before.rest != after.rest }
}
