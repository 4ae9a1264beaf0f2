//! Everything that answers questions while a contract is computed: rights, lineage, types, functions by
//! name. Each question about an object is answered once.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::catalog::{
    Catalog, Column, Function, Generated, Identity, Privilege, Relation, RelationKind, Trigger, TypeKind,
};
use crate::sql::QualifiedName;

use super::input::{Input, PostgRest};
use super::lineage::Lineage;
use super::model::{Way, Writes};
use super::rights::{Reach, Rights};
use super::type_name::user_type;

type Columns<'a> = Rc<BTreeSet<&'a str>>;

/// Caller, reader, view.
type Reading<'a> = (&'a str, &'a str, &'a QualifiedName);

/// The catalog with its indexes.
pub(super) struct World<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) postgrest: &'a PostgRest,
    pub(super) rights: Rights<'a>,
    pub(super) lineage: Lineage<'a>,
    functions: HashMap<String, &'a Function>,
    serials: HashMap<(&'a QualifiedName, &'a str), &'a QualifiedName>,
    blocked: RefCell<HashMap<Reading<'a>, Option<String>>>,
    written: RefCell<HashMap<(&'a str, &'a QualifiedName, Privilege), Columns<'a>>>,
}

impl<'a> World<'a> {
    pub(super) fn new(input: &Input<'a>) -> Self {
        let catalog = input.catalog;
        let serials = catalog.sequences.iter().filter_map(|(name, sequence)| {
            let (relation, column) = sequence.owned_by.as_ref()?;
            Some(((relation, column.as_str()), name))
        });
        Self {
            catalog,
            postgrest: input.postgrest,
            rights: Rights::new(catalog),
            lineage: Lineage::new(catalog, input.schemas, &input.postgrest.extra_search_path),
            functions: catalog.functions.iter().map(|(key, function)| (key.to_string(), function)).collect(),
            serials: serials.collect(),
            blocked: RefCell::default(),
            written: RefCell::default(),
        }
    }

    /// Why reading a view fails below it, if it does. Tables are read as the view's owner or, with
    /// security_invoker, as `reader`; functions in the query always need EXECUTE for `caller`
    /// (PostgreSQL docs, CREATE VIEW).
    pub(super) fn blocked(&self, view: &'a Relation, reader: &'a str, caller: &'a str) -> Option<String> {
        if view.kind != RelationKind::View {
            return None;
        }
        let key = (caller, reader, &view.name);
        if let Some(known) = self.blocked.borrow().get(&key) {
            return known.clone();
        }
        self.blocked.borrow_mut().insert(key, None);
        let reader = if is_invoker(view) { reader } else { view.owner.as_str() };
        let reason = self.blocked_call(view, caller).or_else(|| {
            view.reads
                .iter()
                .filter_map(|name| self.catalog.relations.get(name))
                .find_map(|base| self.unreadable(view, base, reader).or_else(|| self.blocked(base, reader, caller)))
        });
        self.blocked.borrow_mut().insert(key, reason.clone());
        reason
    }

    fn blocked_call(&self, view: &'a Relation, caller: &'a str) -> Option<String> {
        let called = view.calls.iter().filter_map(|name| self.functions.get(name));
        called
            .filter(|function| !self.rights.has(caller, &function.acl, Privilege::Execute))
            .map(|function| format!("{caller} needs EXECUTE on {}, which the view calls", function.key))
            .next()
    }

    fn unreadable(&self, view: &'a Relation, base: &'a Relation, reader: &'a str) -> Option<String> {
        let reach = self.rights.reach(reader, base, Privilege::Select);
        let handed = view.columns.iter().filter_map(|column| column.from.as_ref());
        let missing = handed
            .filter(|(relation, column)| *relation == base.name && !reach.holds(column))
            .map(|(_, column)| column)
            .next();
        match missing {
            Some(column) => Some(format!("{reader} needs SELECT on {}, column {column}", base.name)),
            None if reach.is_nothing() => Some(format!("{reader} needs SELECT on {}", base.name)),
            None => None,
        }
    }

    /// Columns that `role` may give in an INSERT or UPDATE of the relation, through all layers.
    pub(super) fn written(&self, relation: &'a Relation, role: &'a str, privilege: Privilege) -> Columns<'a> {
        let key = (role, &relation.name, privilege);
        if let Some(known) = self.written.borrow().get(&key) {
            return Rc::clone(known);
        }
        self.written.borrow_mut().insert(key, Rc::default());
        let reach = self.rights.reach(role, relation, privilege);
        let columns = relation.columns.iter().filter(|column| reach.holds(&column.name));
        let columns: BTreeSet<&str> = match way(relation, privilege) {
            Way::No => BTreeSet::new(),
            Way::Trigger => columns.map(|column| column.name.as_str()).collect(),
            Way::Yes if relation.kind.is_view() => columns
                .filter(|column| column.updatable != Some(false))
                .filter(|column| self.written_below(relation, column, role, privilege))
                .map(|column| column.name.as_str())
                .collect(),
            Way::Yes => columns.filter(|column| !is_read_only(column)).map(|column| column.name.as_str()).collect(),
        };
        let columns = Rc::new(columns);
        self.written.borrow_mut().insert(key, Rc::clone(&columns));
        columns
    }

    fn written_below(&self, view: &'a Relation, column: &'a Column, role: &'a str, privilege: Privilege) -> bool {
        let Some((base, base_column)) = &column.from else { return false };
        let Some(base) = self.catalog.relations.get(base) else { return false };
        let role = if is_invoker(view) { role } else { view.owner.as_str() };
        self.written(base, role, privilege).contains(base_column.as_str())
    }

    /// Whether `role` may DELETE from the relation, through all layers.
    pub(super) fn deletes(&self, relation: &'a Relation, role: &'a str) -> bool {
        let (mut relation, mut role) = (relation, role);
        // A view has one base that it writes to; the depth bounds a lineage that bites its tail.
        for _ in 0..=self.catalog.relations.len() {
            if self.rights.reach(role, relation, Privilege::Delete) != Reach::All {
                return false;
            }
            match way(relation, Privilege::Delete) {
                Way::No => return false,
                Way::Yes if relation.kind.is_view() => {}
                Way::Yes | Way::Trigger => return true,
            }
            role = if is_invoker(relation) { role } else { relation.owner.as_str() };
            match self.base(relation) {
                Some(base) => relation = base,
                None => return true,
            }
        }
        false
    }

    /// The relation that an automatically updatable view writes to.
    pub(super) fn base(&self, view: &'a Relation) -> Option<&'a Relation> {
        let updatable = view.columns.iter().filter(|column| column.updatable != Some(false));
        updatable.filter_map(|column| column.from.as_ref()).find_map(|(base, _)| self.catalog.relations.get(base))
    }

    /// The layers that an INSERT of this column passes, outermost first: a view's, then its base's.
    pub(super) fn layers(&self, relation: &'a Relation, column: &'a Column) -> Vec<(&'a Relation, &'a Column)> {
        let mut layers = vec![(relation, column)];
        while let Some((relation, column)) = layers.last().copied() {
            let automatic = relation.kind.is_view() && way(relation, Privilege::Insert) == Way::Yes;
            let below = column.from.as_ref().filter(|_| automatic).and_then(|(base, name)| {
                let base = self.catalog.relations.get(base)?;
                Some((base, base.column(name)?))
            });
            match below {
                Some(below) if layers.len() <= MAX_LAYERS => layers.push(below),
                _ => break,
            }
        }
        layers
    }

    /// The sequence behind a serial column, whose default runs with the caller's rights.
    pub(super) fn serial(&self, relation: &'a Relation, column: &'a Column) -> Option<&'a QualifiedName> {
        let is_serial = column.identity.is_none() && column.default.as_ref()?.contains("nextval(");
        self.serials.get(&(&relation.name, column.name.as_str())).copied().filter(|_| is_serial)
    }

    /// NOT NULL by the column or by a domain.
    pub(super) fn is_not_null(&self, column: &Column) -> bool {
        column.not_null || self.domain(&column.type_name).is_some_and(|(not_null, _)| not_null)
    }

    /// NOT NULL and DEFAULT of a domain.
    pub(super) fn domain(&self, type_name: &str) -> Option<(bool, Option<&'a str>)> {
        if type_name.ends_with("[]") {
            return None;
        }
        match &self.catalog.types.get(&user_type(type_name)?)?.kind {
            TypeKind::Domain { not_null, default, .. } => Some((*not_null, default.as_deref())),
            _ => None,
        }
    }
}

/// Deeper chains of views are not followed for defaults; PostgreSQL's own stack ends not far from there.
const MAX_LAYERS: usize = 1_000;

/// WITH (security_invoker).
pub(super) fn is_invoker(view: &Relation) -> bool {
    let option = view.options.get("security_invoker");
    option.is_some_and(|value| !["false", "off", "no", "0"].contains(&value.to_ascii_lowercase().as_str()))
}

/// Neither INSERT nor UPDATE can give it a value.
pub(super) fn is_read_only(column: &Column) -> bool {
    matches!(column.generated, Some(Generated::Stored | Generated::Virtual))
        || column.identity == Some(Identity::Always)
}

/// How the relation lets INSERT, UPDATE or DELETE through.
pub(super) fn way(relation: &Relation, privilege: Privilege) -> Way {
    let writes = writes(relation);
    match privilege {
        Privilege::Insert => writes.insert,
        Privilege::Update => writes.update,
        Privilege::Delete => writes.delete,
        _ => Way::No,
    }
}

/// How the relation lets writes through: tables do; views and foreign tables as PostgreSQL says.
pub(super) fn writes(relation: &Relation) -> Writes {
    match relation.kind {
        RelationKind::Table | RelationKind::PartitionedTable => {
            Writes { insert: Way::Yes, update: Way::Yes, delete: Way::Yes }
        }
        RelationKind::MaterializedView => Writes::default(),
        RelationKind::View | RelationKind::ForeignTable => {
            let operations = relation.operations.unwrap_or_default();
            let way = |itself: bool, by_trigger: bool, event: &str| match diverted(relation, event) {
                Some(way) => way,
                None if itself => Way::Yes,
                None if by_trigger => Way::Trigger,
                None => Way::No,
            };
            Writes {
                insert: way(operations.insert, operations.insert_by_trigger, "insert"),
                update: way(operations.update, operations.update_by_trigger, "update"),
                delete: way(operations.delete, operations.delete_by_trigger, "delete"),
            }
        }
    }
}

/// An INSTEAD OF trigger or DO INSTEAD rule takes the statement, even where the view could take it by itself.
/// PostgREST writes with RETURNING, which a rule without RETURNING refuses (0A000).
fn diverted(relation: &Relation, event: &str) -> Option<Way> {
    let takes = |trigger: &Trigger| trigger.instead && trigger.enabled != "disabled" && trigger.events.contains(&event);
    if relation.triggers.values().any(takes) {
        return Some(Way::Trigger);
    }
    let on = format!("ON {} TO", event.to_uppercase());
    let rules = relation.rules.values().filter_map(|rule| rule.definition.as_deref());
    let mut rules = rules.filter(|text| text.contains(&on) && text.contains("DO INSTEAD")).peekable();
    rules.peek()?;
    Some(if rules.any(|text| text.contains("RETURNING")) { Way::Trigger } else { Way::No })
}
