//! Rows to catalog values. Every name is resolved through one map of object ids, so the cost is linear.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rows::{
    ColumnRow, ColumnsRow, ConstraintRow, DependsRow, IndexRow, PolicyRow, RelationRow, RuleRow, SchemaRow,
    SequenceRow, TriggerRow, TypeRow,
};
use crate::catalog::{
    Acl, Column, CompositeField, Constraint, ConstraintKind, ForeignKey, Generated, Identity, Index, ObjectKind,
    Policy, Relation, RelationKind, Rule, Schema, Sequence, Trigger, Type, TypeKind, acl,
};
use crate::sql::QualifiedName;

/// An item that the server printed in a form pgai does not know.
#[derive(Debug, thiserror::Error)]
#[error("{what} of {object} is not understood: {value}")]
pub struct Unknown {
    /// What it is.
    pub what: &'static str,
    /// Whose.
    pub object: String,
    /// As printed.
    pub value: String,
}

fn unknown(what: &'static str, object: impl ToString, value: impl Into<String>) -> Unknown {
    Unknown { what, object: object.to_string(), value: value.into() }
}

/// Grants of one object.
pub(super) fn grants(
    items: Option<&[String]>,
    kind: ObjectKind,
    owner: &str,
    server: u32,
    object: &str,
) -> Result<Acl, Unknown> {
    acl::parse(items, kind, owner, server).map_err(|item| unknown("a grant", object, item))
}

/// `name=value` items of reloptions and proconfig.
pub(super) fn pairs(items: Option<Vec<String>>) -> BTreeMap<String, String> {
    items
        .unwrap_or_default()
        .into_iter()
        .map(|item| match item.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => (item, "true".to_owned()),
        })
        .collect()
}

pub(super) fn schemas(rows: Vec<SchemaRow>, server: u32) -> Result<BTreeMap<String, Schema>, Unknown> {
    rows.into_iter()
        .map(|row| {
            let acl = grants(row.acl.as_deref(), ObjectKind::Schema, &row.owner, server, &row.name)?;
            let schema =
                Schema { owner: row.owner, comment: row.comment, acl, usable: row.usable, extension: row.extension };
            Ok((row.name, schema))
        })
        .collect()
}

/// Relations under assembly, by object id.
pub(super) struct Relations {
    by_oid: HashMap<u32, Relation>,
    names: HashMap<u32, QualifiedName>,
    attributes: HashMap<u32, HashMap<i16, String>>,
    server: u32,
}

impl Relations {
    pub(super) fn new(rows: Vec<RelationRow>, server: u32) -> Result<Self, Unknown> {
        let names: HashMap<u32, QualifiedName> =
            rows.iter().map(|row| (row.oid, QualifiedName::new(&row.schema, &row.name))).collect();
        let mut by_oid = HashMap::with_capacity(rows.len());
        for row in rows {
            by_oid.insert(row.oid, relation(row, &names, server)?);
        }
        Ok(Self { by_oid, names, attributes: HashMap::new(), server })
    }

    pub(super) fn name(&self, oid: u32) -> Option<&QualifiedName> {
        self.names.get(&oid)
    }

    pub(super) fn attribute(&self, oid: u32, number: i16) -> Option<&str> {
        self.attributes.get(&oid)?.get(&number).map(String::as_str)
    }

    /// Object ids of the relations in these schemas.
    pub(super) fn in_schemas(&self, schemas: &BTreeSet<String>) -> Vec<u32> {
        self.names.iter().filter(|(_, name)| schemas.contains(&name.schema)).map(|(oid, _)| *oid).collect()
    }

    fn attributes(&self, oid: u32, numbers: &[i16]) -> Vec<String> {
        numbers.iter().map(|number| self.attribute(oid, *number).unwrap_or_default().to_owned()).collect()
    }

    pub(super) fn get_mut(&mut self, oid: u32) -> Option<&mut Relation> {
        self.by_oid.get_mut(&oid)
    }

    pub(super) fn finish(self) -> BTreeMap<QualifiedName, Relation> {
        self.by_oid.into_values().map(|relation| (relation.name.clone(), relation)).collect()
    }

    pub(super) fn add_columns(&mut self, rows: Vec<ColumnsRow>) -> Result<(), Unknown> {
        for row in rows {
            let Some(relation) = self.by_oid.get_mut(&row.oid) else { continue };
            self.attributes.insert(row.oid, row.columns.iter().map(|column| (column.n, column.name.clone())).collect());
            for row in row.columns {
                let grants = grants(
                    row.acl.as_deref().or(Some(&[])),
                    ObjectKind::Relation,
                    &relation.owner,
                    self.server,
                    &relation.name.to_string(),
                )?;
                relation.acl.extend(grants.into_iter().map(|mut grant| {
                    grant.column = Some(row.name.clone());
                    grant
                }));
                relation.columns.push(column(row));
            }
        }
        Ok(())
    }

    pub(super) fn add_constraints(&mut self, rows: Vec<ConstraintRow>) {
        for row in rows {
            let Some(kind) = constraint_kind(&row.contype) else { continue };
            let columns = self.attributes(row.oid, row.columns.as_deref().unwrap_or_default());
            let foreign = row.target.and_then(|target| {
                Some(ForeignKey {
                    references: self.names.get(&target)?.clone(),
                    columns: self.attributes(target, row.target_columns.as_deref().unwrap_or_default()),
                    on_delete: action(&row.on_delete),
                    on_update: action(&row.on_update),
                })
            });
            if let Some(relation) = self.by_oid.get_mut(&row.oid) {
                relation.constraints.insert(
                    row.name,
                    Constraint {
                        kind,
                        columns,
                        foreign,
                        definition: None,
                        deferrable: row.deferrable,
                        validated: row.validated,
                    },
                );
            }
        }
    }

    pub(super) fn add_indexes(&mut self, rows: Vec<IndexRow>) {
        for row in rows {
            let Some(relation) = self.by_oid.get_mut(&row.oid) else { continue };
            relation.indexes.insert(
                row.name,
                Index {
                    unique: row.unique,
                    columns: row.columns.unwrap_or_default(),
                    partial: row.partial,
                    plain: row.plain,
                    clustered: row.clustered,
                    tablespace: row.tablespace,
                    constraint: row.constraint,
                    definition: None,
                    comment: row.comment,
                },
            );
        }
    }

    pub(super) fn add_triggers(&mut self, rows: Vec<TriggerRow>) {
        for row in rows {
            let Some(relation) = self.by_oid.get_mut(&row.oid) else { continue };
            relation.triggers.insert(
                row.name,
                Trigger {
                    definition: None,
                    instead: row.tgtype & 64 != 0,
                    events: [(4, "insert"), (16, "update"), (8, "delete"), (32, "truncate")]
                        .into_iter()
                        .filter(|(bit, _)| row.tgtype & bit != 0)
                        .map(|(_, event)| event)
                        .collect(),
                    function: QualifiedName::new(row.schema, row.function),
                    enabled: match row.enabled.as_str() {
                        "D" => "disabled",
                        "R" => "replica",
                        "A" => "always",
                        _ => "origin",
                    },
                    comment: row.comment,
                },
            );
        }
    }

    pub(super) fn add_rules(&mut self, rows: Vec<RuleRow>) {
        for row in rows {
            if let Some(relation) = self.by_oid.get_mut(&row.oid) {
                let event = match row.event.as_str() {
                    "1" => "select",
                    "2" => "update",
                    "3" => "insert",
                    _ => "delete",
                };
                relation.rules.insert(row.name, Rule { event, definition: None, comment: row.comment });
            }
        }
    }

    pub(super) fn add_policies(&mut self, rows: Vec<PolicyRow>) {
        for row in rows {
            let Some(relation) = self.by_oid.get_mut(&row.oid) else { continue };
            relation.policies.insert(
                row.name,
                Policy {
                    command: match row.command.as_str() {
                        "r" => "select",
                        "a" => "insert",
                        "w" => "update",
                        "d" => "delete",
                        _ => "all",
                    },
                    permissive: row.permissive,
                    roles: row.roles.unwrap_or_default(),
                    using: None,
                    check: None,
                },
            );
        }
    }

    /// What each view stands on; `functions` names functions by object id.
    pub(super) fn add_depends(&mut self, rows: &[DependsRow], functions: &HashMap<u32, String>) {
        for row in rows {
            let reads: BTreeSet<QualifiedName> =
                row.relations.iter().flatten().filter_map(|oid| self.names.get(oid).cloned()).collect();
            let Some(relation) = self.by_oid.get_mut(&row.oid) else { continue };
            relation.reads = reads;
            relation.calls = row.functions.iter().flatten().filter_map(|oid| functions.get(oid).cloned()).collect();
            relation.uses_types = row
                .types
                .iter()
                .flatten()
                .filter_map(|name| name.split_once('\t'))
                .map(|(schema, name)| QualifiedName::new(schema, name))
                .collect();
        }
    }
}

fn relation(row: RelationRow, names: &HashMap<u32, QualifiedName>, server: u32) -> Result<Relation, Unknown> {
    let name = QualifiedName::new(row.schema, row.name);
    let kind = RelationKind::from_relkind(&row.kind).ok_or_else(|| unknown("the kind", &name, row.kind.clone()))?;
    let acl = grants(row.acl.as_deref(), ObjectKind::Relation, &row.owner, server, &name.to_string())?;
    Ok(Relation {
        oid: row.oid,
        name,
        kind,
        owner: row.owner,
        persistence: if row.persistence == "u" { "unlogged" } else { "permanent" },
        partition_of: row.parent.and_then(|oid| names.get(&oid).cloned()),
        options: pairs(row.options),
        comment: row.comment,
        rls_enabled: row.rls,
        rls_forced: row.rls_forced,
        populated: row.populated,
        access_method: row.access_method,
        tablespace: row.tablespace,
        extension: row.extension,
        columns: Vec::new(),
        constraints: BTreeMap::new(),
        indexes: BTreeMap::new(),
        triggers: BTreeMap::new(),
        rules: BTreeMap::new(),
        policies: BTreeMap::new(),
        statistics: BTreeMap::new(),
        acl,
        view: None,
        operations: None,
        reads: BTreeSet::new(),
        calls: BTreeSet::new(),
        uses_types: BTreeSet::new(),
        row_estimate: row.estimate,
    })
}

fn column(row: ColumnRow) -> Column {
    Column {
        number: row.n,
        name: row.name,
        type_name: row.type_name,
        collation: row.collation.map(|(schema, name)| QualifiedName::new(schema, name)),
        not_null: row.not_null,
        default: None,
        identity: match row.identity.as_str() {
            "a" => Some(Identity::Always),
            "d" => Some(Identity::ByDefault),
            _ => None,
        },
        generated: match row.generated.as_str() {
            "s" => Some(Generated::Stored),
            "v" => Some(Generated::Virtual),
            _ => None,
        },
        comment: row.comment,
        statistics: row.statistics,
        from: None,
        updatable: None,
    }
}

fn constraint_kind(contype: &str) -> Option<ConstraintKind> {
    Some(match contype {
        "p" => ConstraintKind::Primary,
        "u" => ConstraintKind::Unique,
        "f" => ConstraintKind::Foreign,
        "c" => ConstraintKind::Check,
        "x" => ConstraintKind::Exclusion,
        "n" => ConstraintKind::NotNull,
        _ => return None,
    })
}

fn action(code: &str) -> &'static str {
    match code {
        "r" => "restrict",
        "c" => "cascade",
        "n" => "set null",
        "d" => "set default",
        _ => "no action",
    }
}

pub(super) fn types(rows: Vec<TypeRow>, server: u32) -> Result<BTreeMap<QualifiedName, Type>, Unknown> {
    rows.into_iter()
        .map(|row| {
            let name = QualifiedName::new(row.schema, row.name);
            let acl = grants(row.acl.as_deref(), ObjectKind::Type, &row.owner, server, &name.to_string())?;
            let kind = match row.typtype.as_str() {
                "e" => TypeKind::Enum(row.labels.unwrap_or_default()),
                "d" => TypeKind::Domain {
                    base: row.base.unwrap_or_default(),
                    not_null: row.not_null,
                    default: row.default,
                    checks: row.checks.unwrap_or_default(),
                },
                "c" => TypeKind::Composite(
                    row.fields
                        .unwrap_or_default()
                        .into_iter()
                        .map(|(name, type_name)| CompositeField { name, type_name })
                        .collect(),
                ),
                "r" => TypeKind::Range(row.subtype.unwrap_or_default()),
                _ => TypeKind::Other,
            };
            Ok((name, Type { owner: row.owner, kind, acl, comment: row.comment, extension: row.extension }))
        })
        .collect()
}

pub(super) fn sequences(
    rows: Vec<SequenceRow>,
    relations: &Relations,
    server: u32,
) -> Result<BTreeMap<QualifiedName, Sequence>, Unknown> {
    rows.into_iter()
        .map(|row| {
            let name = QualifiedName::new(row.schema, row.name);
            let acl = grants(row.acl.as_deref(), ObjectKind::Sequence, &row.owner, server, &name.to_string())?;
            let owned_by = row.owned_by.and_then(|oid| relations.name(oid).cloned()).zip(row.owned_by_column);
            Ok((name, Sequence { owner: row.owner, owned_by, acl }))
        })
        .collect()
}
