//! User types that a contract mentions, and what they are made of.

use std::collections::{BTreeMap, HashSet};

use crate::catalog::{Catalog, TypeKind};
use crate::sql::QualifiedName;

use super::model::{Field, TypeShape, TypeShapeKind};
use super::type_name::{element, modifiers, user_type};

/// Domains over domains are followed this far.
const MAX_DOMAINS: usize = 64;

/// Collects the types that are mentioned.
pub(super) struct Types<'a> {
    catalog: &'a Catalog,
    represented: HashSet<&'a str>,
    found: BTreeMap<String, TypeShape>,
}

impl<'a> Types<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        let to_json = |target: &str| target == "json" || target == "jsonb";
        let represented = catalog
            .casts
            .iter()
            .filter(|cast| cast.context == "implicit" && cast.function.is_some() && to_json(&cast.target))
            .map(|cast| cast.source.as_str())
            .collect();
        Self { catalog, represented, found: BTreeMap::new() }
    }

    pub(super) fn finish(self) -> BTreeMap<String, TypeShape> {
        self.found
    }

    /// Takes a type in, and what it is made of.
    pub(super) fn mention(&mut self, type_name: &str) {
        let mut todo = vec![type_name.to_owned()];
        while let Some(type_name) = todo.pop() {
            let Some(name) = user_type(&type_name) else { continue };
            let key = name.to_string();
            if self.found.contains_key(&key) {
                continue;
            }
            let Some(shape) = self.shape(&name, &key) else { continue };
            match &shape.kind {
                TypeShapeKind::Domain { base, .. } => todo.push(base.clone()),
                TypeShapeKind::Composite { fields } => todo.extend(fields.iter().map(|field| field.type_name.clone())),
                TypeShapeKind::Range { subtype } => todo.push(subtype.clone()),
                TypeShapeKind::Enum { .. } | TypeShapeKind::Other => {}
            }
            self.found.insert(key, shape);
        }
    }

    fn shape(&self, name: &QualifiedName, key: &str) -> Option<TypeShape> {
        let represented = self.represented.contains(key);
        let Some(found) = self.catalog.types.get(name) else {
            // The row type of a relation.
            let relation = self.catalog.relations.get(name)?;
            let field = |column: &crate::catalog::Column| Field {
                name: column.name.clone(),
                type_name: column.type_name.clone(),
            };
            let fields = relation.columns.iter().map(field).collect();
            let kind = TypeShapeKind::Composite { fields };
            return Some(TypeShape { kind, comment: relation.comment.clone(), represented });
        };
        let kind = match &found.kind {
            TypeKind::Enum(labels) => TypeShapeKind::Enum { labels: labels.clone() },
            TypeKind::Domain { base, not_null, checks, .. } => {
                TypeShapeKind::Domain { base: base.clone(), not_null: *not_null, checks: checks.clone() }
            }
            TypeKind::Composite(fields) => TypeShapeKind::Composite { fields: self::fields(fields) },
            TypeKind::Range(subtype) => TypeShapeKind::Range { subtype: subtype.clone() },
            TypeKind::Other => TypeShapeKind::Other,
        };
        Some(TypeShape { kind, comment: found.comment.clone(), represented })
    }

    fn kind(&self, type_name: &str) -> Option<&'a TypeKind> {
        if element(type_name).1 {
            return None;
        }
        self.catalog.types.get(&user_type(type_name)?).map(|found| &found.kind)
    }

    /// The type below a domain, through domains over domains; none where it is no domain.
    pub(super) fn domain_base(&self, type_name: &str) -> Option<String> {
        let mut base = None;
        let mut current = type_name;
        for _ in 0..MAX_DOMAINS {
            let Some(TypeKind::Domain { base: below, .. }) = self.kind(current) else { break };
            base = Some(below.clone());
            current = below;
        }
        base
    }

    /// Labels of an enum, or of the enum below a domain.
    pub(super) fn labels(&self, type_name: &str) -> Option<Vec<String>> {
        let base = self.domain_base(type_name);
        match self.kind(base.as_deref().unwrap_or(type_name)) {
            Some(TypeKind::Enum(labels)) => Some(labels.clone()),
            _ => None,
        }
    }

    /// Fields of a composite type or of a relation's row type; none for anything else.
    pub(super) fn composite(&self, type_name: &str) -> Option<Vec<Field>> {
        match self.kind(type_name) {
            Some(TypeKind::Composite(fields)) => Some(self::fields(fields)),
            Some(_) => None,
            None if element(type_name).1 => None,
            None => self.catalog.relations.get(&user_type(type_name)?).map(|relation| {
                let field = |c: &crate::catalog::Column| Field { name: c.name.clone(), type_name: c.type_name.clone() };
                relation.columns.iter().map(field).collect()
            }),
        }
    }

    /// The media type that a domain's name spells, if it does: `text/plain`, `*/*`.
    pub(super) fn media_type(&self, type_name: &str) -> Option<String> {
        self.domain_base(type_name)?;
        let name = user_type(&modifiers(type_name).0)?.name;
        let (kind, rest) = name.split_once('/')?;
        let token = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '/');
        (token(kind) && token(rest)).then_some(name)
    }
}

fn fields(fields: &[crate::catalog::CompositeField]) -> Vec<Field> {
    fields.iter().map(|field| Field { name: field.name.clone(), type_name: field.type_name.clone() }).collect()
}
