//! Methods that work on relations, role by role, and why others do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Privilege, Relation, RelationKind};

use super::model::{ColumnAccess, Limit, Method, RelationDetail, Way};
use super::rights::Reach;
use super::world::{World, way};

/// What one role can do with one relation.
struct Judge<'w, 'a> {
    world: &'w World<'a>,
    relation: &'a Relation,
    detail: &'w RelationDetail,
    role: &'a str,
    select: Reach<'a>,
    methods: BTreeSet<Method>,
    limits: Vec<Limit>,
}

/// Methods by role, limits, and columns by role where they are not all.
pub(super) struct Access {
    pub(super) methods: BTreeMap<String, Vec<Method>>,
    pub(super) limits: Vec<Limit>,
    pub(super) columns: BTreeMap<String, ColumnAccess>,
}

/// Judges every role.
pub(super) fn of_relation<'a>(
    world: &World<'a>,
    relation: &'a Relation,
    detail: &RelationDetail,
    roles: &BTreeSet<&'a str>,
) -> Access {
    let mut access = Access { methods: BTreeMap::new(), limits: general(relation, detail), columns: BTreeMap::new() };
    for role in roles {
        let mut judge = Judge {
            world,
            relation,
            detail,
            role,
            select: world.rights.reach(role, relation, Privilege::Select),
            methods: BTreeSet::new(),
            limits: Vec::new(),
        };
        let columns = judge.judge();
        if !judge.methods.is_empty() {
            access.methods.insert((*role).to_owned(), judge.methods.into_iter().collect());
            if columns != ColumnAccess::default() {
                access.columns.insert((*role).to_owned(), columns);
            }
        }
        access.limits.extend(judge.limits);
    }
    access.limits.sort();
    access
}

/// What holds for everybody.
fn general(relation: &Relation, detail: &RelationDetail) -> Vec<Limit> {
    let limit =
        |methods: &[Method], refused, reason: String| Limit { role: None, methods: methods.to_vec(), refused, reason };
    let mut limits = Vec::new();
    if detail.partition {
        let methods = [Method::Post, Method::Patch, Method::Put];
        limits.push(limit(&methods, true, "a partition is not in PostgREST's schema cache".to_owned()));
    }
    if relation.kind == RelationKind::MaterializedView && !relation.populated {
        limits.push(limit(&[Method::Get, Method::Head], true, "the materialized view is not populated".to_owned()));
    }
    if !detail.insert_needs.is_empty() {
        let needs = detail.insert_needs.join(", ");
        limits.push(limit(&[Method::Post], true, format!("the view hides what an INSERT must give: {needs}")));
    }
    if detail.operations.insert == Way::Trigger && detail.operations.update == Way::Trigger {
        limits.push(limit(
            &[Method::Put],
            true,
            "writes go through triggers or rules, which ON CONFLICT refuses".into(),
        ));
    }
    limits
}

impl<'a> Judge<'_, 'a> {
    fn judge(&mut self) -> ColumnAccess {
        let insert = self.given(Privilege::Insert);
        let update = self.given(Privilege::Update);
        let delete = self.world.deletes(self.relation, self.role);
        let anything = !self.select.is_nothing() || !insert.is_empty() || !update.is_empty() || delete;
        if !anything {
            return ColumnAccess::default();
        }
        if !self.world.rights.uses_schema(self.role, &self.relation.name.schema) {
            let reason = format!("{} needs USAGE on schema {}", self.role, self.relation.name.schema);
            self.refuse(&[Method::Get, Method::Head, Method::Post, Method::Patch, Method::Put, Method::Delete], reason);
            return ColumnAccess::default();
        }
        let blocked = self.world.blocked(self.relation, self.role, self.role);
        self.read(blocked.as_deref());
        if !insert.is_empty() {
            self.insert(&insert);
        }
        // UPDATE and DELETE read the view's tables, too.
        if blocked.is_none() && !update.is_empty() {
            self.write_filtered(Method::Patch);
        }
        if blocked.is_none() && delete {
            self.write_filtered(Method::Delete);
        }
        self.put(&insert, &update);
        self.keep_what_reaches_partitions();
        self.columns(&insert, &update)
    }

    /// Columns this role can give: with the privilege through all layers, and USAGE on the type's schema.
    fn given(&self, privilege: Privilege) -> BTreeSet<&'a str> {
        let written = self.world.written(self.relation, self.role, privilege);
        let nameable = |name: &&'a str| {
            let column = self.relation.column(name);
            column.is_some_and(|column| self.world.rights.names_type(self.role, &column.type_name))
        };
        if way(self.relation, privilege) == Way::Trigger {
            return written.iter().copied().filter(nameable).collect();
        }
        let writable = self.detail.columns.iter().filter(|column| column.writable).map(|column| column.name.as_str());
        let writable: BTreeSet<&str> = writable.collect();
        written.iter().copied().filter(|name| writable.contains(name)).filter(nameable).collect()
    }

    fn read(&mut self, blocked: Option<&str>) {
        if self.select.is_nothing()
            || (self.relation.kind == RelationKind::MaterializedView && !self.relation.populated)
        {
            return;
        }
        if let Some(reason) = blocked {
            self.select = Reach::Columns(BTreeSet::new());
            return self.refuse(&[Method::Get, Method::Head], reason.to_owned());
        }
        self.methods.extend([Method::Get, Method::Head]);
        if self.reads_in_part() {
            self.limit(&[Method::Get, Method::Head], "`select=` has to name columns this role may read".to_owned());
        }
    }

    fn reads_in_part(&self) -> bool {
        match &self.select {
            Reach::All => false,
            Reach::Columns(columns) => columns.len() < self.relation.columns.len(),
        }
    }

    fn insert(&mut self, insert: &BTreeSet<&'a str>) {
        if !self.detail.insert_needs.is_empty() {
            return;
        }
        let missing = self.detail.columns.iter().find(|c| c.required && !insert.contains(c.name.as_str()));
        if let Some(column) = missing {
            let reason = format!("{} may not give {}, which an INSERT must have", self.role, column.name);
            return self.refuse(&[Method::Post], reason);
        }
        for (column, sequence) in self.closed_sequences() {
            let needs = format!("{} needs USAGE on sequence {sequence}", self.role);
            if !insert.contains(column) {
                return self.refuse(&[Method::Post], needs);
            }
            self.limit(&[Method::Post], format!("{column} has to be given: {needs}"));
        }
        self.methods.insert(Method::Post);
        if self.select.is_nothing() {
            self.limit(&[Method::Post], "with `Prefer: return=minimal` only: no column may be read".to_owned());
        }
    }

    /// Serial columns whose sequence this role may not use.
    fn closed_sequences(&self) -> Vec<(&'a str, String)> {
        if way(self.relation, Privilege::Insert) != Way::Yes {
            return Vec::new();
        }
        let mut closed = Vec::new();
        for column in &self.relation.columns {
            let layers = self.world.layers(self.relation, column);
            let Some((layer, default)) = layers.into_iter().find(|(_, column)| column.default.is_some()) else {
                continue;
            };
            let Some(name) = self.world.serial(layer, default) else { continue };
            let sequence = self.world.catalog.sequences.get(name);
            let open = sequence.is_some_and(|sequence| {
                self.world.rights.has(self.role, &sequence.acl, Privilege::Usage)
                    || self.world.rights.has(self.role, &sequence.acl, Privilege::Update)
            });
            if !open {
                closed.push((column.name.as_str(), name.to_string()));
            }
        }
        closed
    }

    /// PATCH or DELETE: a filter needs SELECT.
    fn write_filtered(&mut self, method: Method) {
        self.methods.insert(method);
        if self.select.is_nothing() {
            self.limit(&[method], "on all rows only: filters need SELECT on a column".to_owned());
        }
    }

    /// INSERT .. ON CONFLICT (key) DO UPDATE of a row that is given whole; its SET reads EXCLUDED, which needs
    /// SELECT.
    fn put(&mut self, insert: &BTreeSet<&'a str>, update: &BTreeSet<&'a str>) {
        let itself = [Privilege::Insert, Privilege::Update].iter().all(|p| way(self.relation, *p) == Way::Yes);
        let key = &self.detail.primary_key;
        let holds = |column: &str| insert.contains(column) && update.contains(column) && self.select.holds(column);
        let given = self.detail.columns.iter().filter(|column| column.required).all(|column| holds(&column.name));
        let whole = given && self.detail.insert_needs.is_empty();
        if itself && whole && !key.is_empty() && key.iter().all(|column| holds(column)) {
            self.methods.insert(Method::Put);
        }
    }

    /// Partitions are not in PostgREST's schema cache: up to 12 what needs no cache still works, from 13 nothing.
    fn keep_what_reaches_partitions(&mut self) {
        if self.detail.partition {
            let uncached = !self.world.postgrest.at_least(13, 0, 0);
            self.methods.retain(|method| uncached && matches!(method, Method::Get | Method::Head | Method::Delete));
        }
    }

    fn columns(&self, insert: &BTreeSet<&'a str>, update: &BTreeSet<&'a str>) -> ColumnAccess {
        let order = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
            self.detail.columns.iter().map(|c| &c.name).filter(|name| wanted(name)).cloned().collect()
        };
        let writable = self.detail.columns.iter().filter(|column| column.writable).count();
        let some = |given: &BTreeSet<&str>| (given.len() < writable).then(|| order(&|name| given.contains(name)));
        ColumnAccess {
            select: (self.reads_in_part() || self.select.is_nothing()).then(|| order(&|name| self.select.holds(name))),
            insert: some(insert),
            update: some(update),
        }
    }

    fn refuse(&mut self, methods: &[Method], reason: String) {
        self.push(methods, true, reason);
    }

    fn limit(&mut self, methods: &[Method], reason: String) {
        self.push(methods, false, reason);
    }

    fn push(&mut self, methods: &[Method], refused: bool, reason: String) {
        self.limits.push(Limit { role: Some(self.role.to_owned()), methods: methods.to_vec(), refused, reason });
    }
}
