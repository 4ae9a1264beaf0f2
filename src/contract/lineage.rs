//! Where view columns come from through all layers, and the keys that reach through
//! (the rules of PostgREST's view key dependencies, SchemaCache.hs).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::catalog::{Catalog, Relation, RelationKind};
use crate::sql::QualifiedName;

/// A column of a table, and whether PostgREST sees the way to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root<'a> {
    pub(super) relation: &'a Relation,
    pub(super) column: &'a str,
    pub(super) seen: bool,
    /// No layer on the way can put NULL in its place: no outer join, no grouping sets, no stored copy.
    pub(super) kept: bool,
}

type Roots<'a> = Rc<HashMap<&'a str, Root<'a>>>;

/// Lineage in one catalog; every relation is resolved once.
pub(super) struct Lineage<'a> {
    catalog: &'a Catalog,
    /// Schemas whose views PostgREST reads.
    read: HashSet<&'a str>,
    roots: RefCell<HashMap<&'a QualifiedName, Roots<'a>>>,
    tables: RefCell<HashMap<&'a QualifiedName, Rc<BTreeSet<&'a QualifiedName>>>>,
}

impl<'a> Lineage<'a> {
    pub(super) fn new(catalog: &'a Catalog, exposed: &'a [String], extra: &'a [String]) -> Self {
        let read = exposed.iter().chain(extra).map(String::as_str).collect();
        Self { catalog, read, roots: RefCell::default(), tables: RefCell::default() }
    }

    /// The table columns behind a view's columns; empty for tables.
    pub(super) fn roots(&self, view: &'a Relation) -> Roots<'a> {
        if let Some(known) = self.roots.borrow().get(&view.name) {
            return Rc::clone(known);
        }
        // Stands in for the answer meanwhile: a lineage that bites its tail ends here.
        self.roots.borrow_mut().insert(&view.name, Roots::default());
        let roots: Roots<'a> = Rc::new(self.follow(view));
        self.roots.borrow_mut().insert(&view.name, Rc::clone(&roots));
        roots
    }

    fn follow(&self, view: &'a Relation) -> HashMap<&'a str, Root<'a>> {
        let seen = self.read.contains(view.name.schema.as_str());
        let kept = keeps_not_null(view);
        let handed = view.columns.iter().filter_map(|column| {
            let (base, base_column) = column.from.as_ref()?;
            Some((column.name.as_str(), self.catalog.relations.get(base)?, base_column.as_str()))
        });
        handed
            .filter_map(|(name, base, column)| {
                if !base.kind.is_view() {
                    return Some((name, Root { relation: base, column, seen, kept }));
                }
                let root = *self.roots(base).get(column)?;
                Some((name, Root { seen: seen && root.seen, kept: kept && root.kept, ..root }))
            })
            .collect()
    }

    /// The primary key as PostgREST has it: a table's own; for views the keys of all base tables that
    /// are handed through whole.
    pub(super) fn primary_key(&self, relation: &'a Relation) -> Vec<String> {
        if !relation.kind.is_view() {
            return relation.primary_key().to_vec();
        }
        let roots = self.roots(relation);
        let mut shown: BTreeMap<&QualifiedName, HashMap<&str, &str>> = BTreeMap::new();
        for column in &relation.columns {
            if let Some(root) = roots.get(column.name.as_str()).filter(|root| root.seen) {
                shown.entry(&root.relation.name).or_default().entry(root.column).or_insert(&column.name);
            }
        }
        let whole = |(table, columns): (&QualifiedName, HashMap<&str, &str>)| -> Vec<String> {
            let key = self.catalog.relations.get(table).map(Relation::primary_key).unwrap_or_default();
            let here: Option<Vec<String>> =
                key.iter().map(|column| columns.get(column.as_str()).map(|name| (*name).to_owned())).collect();
            here.unwrap_or_default()
        };
        shown.into_iter().flat_map(whole).collect()
    }

    /// Tables below a relation through all layers; a table stands on itself.
    pub(super) fn tables(&self, relation: &'a Relation) -> Rc<BTreeSet<&'a QualifiedName>> {
        if let Some(known) = self.tables.borrow().get(&relation.name) {
            return Rc::clone(known);
        }
        self.tables.borrow_mut().insert(&relation.name, Rc::default());
        let mut found = BTreeSet::new();
        if relation.kind.is_view() {
            for base in relation.reads.iter().filter_map(|name| self.catalog.relations.get(name)) {
                found.extend(self.tables(base).iter().copied());
            }
        } else {
            found.insert(&relation.name);
        }
        let found = Rc::new(found);
        self.tables.borrow_mut().insert(&relation.name, Rc::clone(&found));
        found
    }
}

/// True when the view's text holds nothing that makes NULLs out of NOT NULL columns. The words are those
/// of `pg_get_viewdef`; where one stands in a literal, the answer is "no", which is safe.
fn keeps_not_null(view: &Relation) -> bool {
    const MAKERS: [&str; 6] = ["LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "ROLLUP", "CUBE", "GROUPING SETS"];
    view.kind == RelationKind::View
        && view.view.as_ref().is_some_and(|view| !MAKERS.iter().any(|maker| view.query.contains(maker)))
}
