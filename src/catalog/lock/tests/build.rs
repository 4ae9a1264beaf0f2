//! Builders of catalogs.

use std::collections::BTreeSet;

use super::super::{Reached, Roots, lock, reach};
use crate::catalog::{
    Argument, ArgumentMode, Cast, Catalog, Column, CompositeField, Constraint, ConstraintKind, Function, FunctionKey,
    FunctionKind, Grant, ObjectKind, Operations, Parallel, Privilege, Relation, RelationKind, Role, Schema, Sequence,
    Trigger, Type, TypeKind, ViewDefinition, Volatility, acl,
};
use crate::manifest::lock::LockFiles;
use crate::sql::QualifiedName;

pub(super) const SERVER: u32 = 150_018;

pub(super) fn name(text: &str) -> QualifiedName {
    text.parse().unwrap()
}

pub(super) fn relation(text: &str, kind: RelationKind, columns: &[(&str, &str)]) -> Relation {
    let column = |(at, (name, type_name)): (usize, &(&str, &str))| Column {
        number: i16::try_from(at + 1).unwrap(),
        name: (*name).to_owned(),
        type_name: type_name.trim_end_matches('!').to_owned(),
        not_null: type_name.ends_with('!'),
        ..Column::default()
    };
    Relation {
        oid: 7,
        name: name(text),
        kind,
        owner: "owner".to_owned(),
        persistence: "permanent",
        partition_of: None,
        options: Default::default(),
        comment: None,
        rls_enabled: false,
        rls_forced: false,
        populated: true,
        access_method: None,
        tablespace: None,
        extension: None,
        columns: columns.iter().enumerate().map(column).collect(),
        constraints: Default::default(),
        indexes: Default::default(),
        triggers: Default::default(),
        rules: Default::default(),
        policies: Default::default(),
        statistics: Default::default(),
        acl: acl::default(ObjectKind::Relation, "owner", SERVER),
        view: None,
        operations: None,
        reads: Default::default(),
        calls: Default::default(),
        uses_types: Default::default(),
        row_estimate: 12.0,
    }
}

/// `!` behind a type is NOT NULL.
pub(super) fn table(text: &str, columns: &[(&str, &str)], primary: &[&str]) -> Relation {
    let mut table = relation(text, RelationKind::Table, columns);
    if !primary.is_empty() {
        table.constraints.insert("pk".to_owned(), key(ConstraintKind::Primary, primary));
    }
    table
}

pub(super) fn key(kind: ConstraintKind, columns: &[&str]) -> Constraint {
    Constraint {
        kind,
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        foreign: None,
        definition: None,
        deferrable: false,
        validated: true,
    }
}

/// `columns`: name, type, and the column of `base` that it hands through, or nothing.
pub(super) fn view(text: &str, query: &str, base: &str, columns: &[(&str, &str, &str)], simple: bool) -> Relation {
    let pairs: Vec<(&str, &str)> = columns.iter().map(|(name, type_name, _)| (*name, *type_name)).collect();
    let mut view = relation(text, RelationKind::View, &pairs);
    for (column, (_, _, from)) in view.columns.iter_mut().zip(columns) {
        column.from = (!from.is_empty()).then(|| (name(base), (*from).to_owned()));
        column.updatable = Some(simple && !from.is_empty());
    }
    view.view = Some(ViewDefinition { query: query.to_owned() });
    view.operations = Some(Operations { insert: simple, update: simple, delete: simple, ..Operations::default() });
    view.reads.insert(name(base));
    view
}

pub(super) fn function(text: &str, types: &[&str], returns: &str) -> Function {
    Function {
        oid: 9,
        key: FunctionKey { name: name(text), types: types.iter().map(|t| (*t).to_owned()).collect() },
        kind: FunctionKind::Function,
        owner: "owner".to_owned(),
        language: "sql".to_owned(),
        volatility: Volatility::Stable,
        parallel: Parallel::Unsafe,
        definer: true,
        strict: false,
        leakproof: false,
        cost: 100.0,
        rows: 0.0,
        support: None,
        arguments: types
            .iter()
            .map(|t| Argument {
                mode: ArgumentMode::In,
                name: None,
                type_name: (*t).to_owned(),
                has_default: false,
                default: None,
            })
            .collect(),
        returns: returns.to_owned(),
        returns_set: false,
        returns_relation: None,
        row_argument: None,
        config: Default::default(),
        source: "SELECT 1".to_owned(),
        sql_body: None,
        has_sql_body: false,
        acl: acl::default(ObjectKind::Function, "owner", SERVER),
        comment: None,
        extension: None,
        stored_uses: Vec::new(),
    }
}

pub(super) fn type_of(kind: TypeKind) -> Type {
    let acl = acl::default(ObjectKind::Type, "owner", SERVER);
    Type { owner: "owner".to_owned(), kind, acl, comment: None, extension: None }
}

pub(super) fn domain(base: &str) -> Type {
    type_of(TypeKind::Domain { base: base.to_owned(), not_null: false, default: None, checks: Vec::new() })
}

pub(super) fn grant(grantee: &str, privilege: Privilege, column: Option<&str>) -> Grant {
    let (grantee, grantor) = (grantee.to_owned(), "owner".to_owned());
    Grant { grantee, privilege, column: column.map(str::to_owned), grantable: false, grantor }
}

pub(super) fn catalog(relations: Vec<Relation>, functions: Vec<Function>) -> Catalog {
    let mut catalog = Catalog::default();
    catalog.server.version_num = SERVER;
    for schema in ["api", "sales", "x"] {
        let acl = acl::default(ObjectKind::Schema, "owner", SERVER);
        catalog.schemas.insert(schema.to_owned(), Schema { owner: "owner".to_owned(), acl, ..Schema::default() });
    }
    catalog.roles.insert("owner".to_owned(), Role { inherit: true, ..Role::default() });
    catalog.relations = relations.into_iter().map(|relation| (relation.name.clone(), relation)).collect();
    catalog.functions = functions.into_iter().map(|function| (function.key.clone(), function)).collect();
    catalog
}

pub(super) fn reached(catalog: &Catalog) -> Reached {
    reach(catalog, &Roots::new(catalog, &BTreeSet::from(["api".to_owned()]), BTreeSet::new(), BTreeSet::new()))
}

pub(super) fn locked(catalog: &Catalog) -> LockFiles {
    lock(catalog, &reached(catalog))
}

pub(super) fn texts(names: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    names.into_iter().map(|name| name.to_string()).collect()
}

/// A view over a view over a table, a computed field, types of every kind, and things that nobody reads.
pub(super) fn shop() -> Catalog {
    let mut orders = table(
        "sales.orders",
        &[("id", "bigint!"), ("status", "sales.status[]"), ("email", "sales.email!"), ("size", "x.size")],
        &["id"],
    );
    orders.columns[0].default = Some("nextval('sales.shared'::regclass)".to_owned());
    let mut helper = view("x.helper", " SELECT 1", "sales.orders", &[("id", "bigint", "id")], true);
    helper.uses_types.insert(name("sales._status"));
    helper.uses_types.insert(name("x._odd"));
    let mut top = view("api.top", " SELECT 2", "x.helper", &[("id", "bigint", "id")], true);
    top.calls.insert("x.f(bigint)".to_owned());
    top.triggers.insert(
        "write".to_owned(),
        Trigger {
            definition: None,
            instead: true,
            events: vec!["insert"],
            function: name("x.write"),
            enabled: "origin",
            comment: None,
        },
    );
    let mut label = function("api.label", &["sales.rows"], "text");
    label.row_argument = Some(name("sales.rows"));
    let mut aggregate = function("api.csv", &["bigint"], "api.\"text/csv\"");
    aggregate.kind = FunctionKind::Aggregate;
    let functions = vec![
        label,
        aggregate,
        function("x.f", &["bigint"], "x.span"),
        function("x.f", &["text"], "text"),
        function("x.write", &[], "trigger"),
        function("x.to_json", &["sales.email"], "json"),
    ];
    let relations =
        vec![orders, helper, top, table("sales.rows", &[("id", "x.base")], &[]), table("sales.other", &[], &[])];
    let mut catalog = catalog(relations, functions);
    for (text, found) in [
        ("sales.status", type_of(TypeKind::Enum(vec!["new".to_owned(), "no".to_owned()]))),
        ("sales.email", domain("x.base")),
        ("x.base", domain("text")),
        ("api.\"text/csv\"", domain("x.raw")),
        ("x.raw", domain("bytea")),
        ("x.unused", domain("text")),
        ("x.span", type_of(TypeKind::Range("x.inner".to_owned()))),
        ("x.inner", domain("integer")),
        (
            "x.size",
            type_of(TypeKind::Composite(vec![CompositeField {
                name: "status".to_owned(),
                type_name: "sales.status".to_owned(),
            }])),
        ),
    ] {
        catalog.types.insert(name(text), found);
    }
    for (text, owner) in [("sales.rows_id", Some("sales.rows")), ("sales.shared", None), ("sales.unused", None)] {
        let owned_by = owner.map(|owner| (name(owner), "id".to_owned()));
        let acl = acl::default(ObjectKind::Sequence, "owner", SERVER);
        catalog.sequences.insert(name(text), Sequence { owner: "owner".to_owned(), owned_by, acl });
    }
    let cast = |source: &str, target: &str, function: Option<&str>| Cast {
        source: source.to_owned(),
        target: target.to_owned(),
        function: function.map(str::to_owned),
        context: "implicit",
    };
    catalog.casts = vec![
        cast("sales.email", "json", Some("x.to_json(sales.email)")),
        cast("sales.status", "text", None),
        cast("x.unused", "json", None),
    ];
    catalog
}
