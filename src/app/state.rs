//! Both sides of a comparison: what the manifests want in one environment, what the database has.

use std::collections::BTreeSet;

use crate::catalog::raise::{Raise, captures};
use crate::catalog::{Catalog, RelationKind};
use crate::diff::{State, Table};
use crate::manifest::document::{
    Access, DefaultPrivileges, Endpoint, Function, Grants, Ignore, Project, Route, State as VersionState,
};
use crate::manifest::privilege::{self, Grantable};
use crate::sql::layout::comparable;
use crate::sql::{QualifiedName, Signature};
use crate::workspace::Workspace;

/// Roles that hosted platforms keep for themselves: their grants are nobody's to change.
const SUPABASE: [&str; 7] = [
    "dashboard_user",
    "pgbouncer",
    "supabase_admin",
    "supabase_auth_admin",
    "supabase_read_only_user",
    "supabase_replication_admin",
    "supabase_storage_admin",
];

/// What `ignore:` leaves alone.
#[derive(Debug, Clone, Default)]
pub struct Ignored {
    objects: Vec<String>,
    extensions: BTreeSet<String>,
    roles: BTreeSet<String>,
}

impl Ignored {
    /// From pgai.yaml.
    pub fn new(project: &Project) -> Self {
        let mut ignored = Self::default();
        for entry in &project.ignore {
            match entry {
                Ignore::Object(pattern) => ignored.objects.push(pattern.clone()),
                Ignore::Extension(name) => drop(ignored.extensions.insert(name.clone())),
                Ignore::Role(name) => drop(ignored.roles.insert(name.clone())),
                Ignore::Platform(name) if name == "supabase" => {
                    ignored.roles.extend(SUPABASE.iter().map(|role| (*role).to_owned()));
                }
                Ignore::Platform(_) => {}
            }
        }
        ignored
    }

    /// Whether an object is left alone by name.
    pub fn object(&self, name: &QualifiedName) -> bool {
        let name = name.to_string();
        self.objects.iter().any(|pattern| matches(pattern, &name))
    }

    /// Whether a role's grants are left alone.
    pub fn role(&self, name: &str) -> bool {
        self.roles.contains(name)
    }

    fn grants(&self, grants: &mut Grants) {
        if !self.roles.is_empty() {
            grants.retain(|role, _| !self.roles.contains(role));
        }
    }
}

/// `*` stands for any run of characters.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    match last {
        None => rest.is_empty(),
        Some(part) => part.is_empty() || text.ends_with(part),
    }
}

/// Whether two queries have the same text but for line ends and trailing blanks. Most are identical, which
/// needs no look at their tokens.
pub fn same_text(a: &str, b: &str) -> bool {
    a == b || comparable(a) == comparable(b)
}

/// The schemas whose views and functions are managed: exposed ones, then `manage:`.
pub fn managed_schemas(project: &Project) -> BTreeSet<String> {
    project.schemas.iter().chain(&project.manage).cloned().collect()
}

/// Views and materialized views of the managed schemas.
pub fn managed_relations<'a>(
    catalog: &'a Catalog,
    project: &Project,
) -> impl Iterator<Item = &'a crate::catalog::Relation> {
    let (schemas, ignored) = (managed_schemas(project), Ignored::new(project));
    catalog
        .relations
        .values()
        .filter(|relation| relation.kind.is_view() && relation.extension.is_none())
        .filter(move |relation| schemas.contains(&relation.name.schema) && !ignored.object(&relation.name))
}

/// Names of functions of the managed schemas that a manifest can hold.
pub fn managed_functions(catalog: &Catalog, project: &Project) -> BTreeSet<QualifiedName> {
    let (schemas, ignored) = (managed_schemas(project), Ignored::new(project));
    catalog
        .functions
        .values()
        .filter(|function| captures(function) && schemas.contains(&function.key.name.schema))
        .filter(|function| !ignored.object(&function.key.name))
        .map(|function| function.key.name.clone())
        .collect()
}

/// The database's side. Owners are filled in; grants stand on the objects.
pub fn live(catalog: &Catalog, project: &Project) -> State {
    let raise = Raise::new(catalog, BTreeSet::new(), BTreeSet::new());
    let ignored = Ignored::new(project);
    let mut state = State::default();
    for relation in managed_relations(catalog, project) {
        if relation.kind == RelationKind::View {
            if let Some(mut view) = raise.view(&relation.name) {
                view.owner = Some(relation.owner.clone());
                ignored.grants(&mut view.grants);
                state.views.insert(relation.name.clone(), view);
            }
        } else if let Some(mut view) = raise.materialized_view(&relation.name) {
            view.owner = Some(relation.owner.clone());
            ignored.grants(&mut view.grants);
            state.materialized_views.insert(relation.name.clone(), view);
        }
    }
    for name in managed_functions(catalog, project) {
        if let Some(mut function) = raise.function(&name) {
            fill_function_owners(&mut function, catalog);
            function.overloads.iter_mut().for_each(|overload| ignored.grants(&mut overload.grants));
            state.functions.insert(name, function);
        }
    }
    for name in managed_schemas(project) {
        if let Some(mut schema) = raise.schema(&name) {
            ignored.grants(&mut schema.grants);
            schema.default_privileges.retain(|role, _| !ignored.role(role));
            state.schemas.insert(name, schema);
        }
    }
    let server = catalog.server.version_num;
    for relation in catalog.relations.values().filter(|relation| !relation.kind.is_view()) {
        let mut grants = crate::catalog::raise::access_of_relation(relation, server);
        ignored.grants(&mut grants);
        state.tables.insert(relation.name.clone(), Table { owner: relation.owner.clone(), grants });
    }
    state
}

fn fill_function_owners(function: &mut Function, catalog: &Catalog) {
    let name = function.name.clone();
    for overload in &mut function.overloads {
        if overload.owner.is_none() {
            overload.owner = catalog.schemas.get(&name.schema).map(|schema| schema.owner.clone());
        }
    }
}

/// The manifests' side, for one environment.
pub fn desired(workspace: &Workspace, environment: Option<&str>, drafts: bool, catalog: &Catalog) -> State {
    Desired { workspace, roles: Roles::new(&workspace.project, environment), drafts, catalog }.state()
}

/// Manifests may name ignored roles too: neither side speaks of their grants.
fn without_ignored(ignored: &Ignored, state: &mut State) {
    state.schemas.values_mut().for_each(|schema| ignored.grants(&mut schema.grants));
    state.views.values_mut().for_each(|view| ignored.grants(&mut view.grants));
    state.materialized_views.values_mut().for_each(|view| ignored.grants(&mut view.grants));
    state.tables.values_mut().for_each(|table| ignored.grants(&mut table.grants));
    let overloads = state.functions.values_mut().flat_map(|function| &mut function.overloads);
    overloads.for_each(|overload| ignored.grants(&mut overload.grants));
}

/// `default_privileges` of pgai.yaml, for one environment.
pub fn default_privileges(project: &Project, environment: Option<&str>) -> DefaultPrivileges {
    Roles::new(project, environment).defaults(&project.default_privileges)
}

/// Role names of one environment.
struct Roles<'a> {
    project: &'a Project,
    environment: Option<&'a str>,
}

impl<'a> Roles<'a> {
    fn new(project: &'a Project, environment: Option<&'a str>) -> Self {
        Self { project, environment }
    }

    fn name(&self, role: &str) -> String {
        self.environment
            .and_then(|environment| self.project.roles.get(role)?.get(environment))
            .cloned()
            .unwrap_or_else(|| role.to_owned())
    }

    fn grants(&self, grants: &Grants, on: Grantable) -> Grants {
        let mut named = Grants::new();
        for (role, items) in grants {
            // Two names may mean one role here: it gets what both say.
            named.entry(self.name(role)).or_default().extend(self.items(items, on));
        }
        named
    }

    /// `granted by` names roles too. An item that cannot be read is left as it is: the comparison names it.
    fn items(&self, items: &[String], on: Grantable) -> Vec<String> {
        let Ok(mut privileges) = privilege::parse_all(items, on) else { return items.to_vec() };
        for privilege in &mut privileges {
            privilege.grantor = privilege.grantor.as_deref().map(|grantor| self.name(grantor));
        }
        privilege::print(&privileges)
    }

    fn defaults(&self, defaults: &DefaultPrivileges) -> DefaultPrivileges {
        defaults
            .iter()
            .map(|(role, kinds)| {
                let kinds = kinds
                    .iter()
                    .map(|(kind, grants)| {
                        let on = Grantable::from_default_privileges_key(kind).unwrap_or(Grantable::Relation);
                        (kind.clone(), self.grants(grants, on))
                    })
                    .collect();
                (self.name(role), kinds)
            })
            .collect()
    }
}

struct Desired<'a> {
    workspace: &'a Workspace,
    roles: Roles<'a>,
    drafts: bool,
    catalog: &'a Catalog,
}

impl Desired<'_> {
    fn state(&self) -> State {
        let mut state = State::default();
        for (_, schema) in self.workspace.schemas() {
            let mut schema = schema.clone();
            schema.owner = Some(self.owner(&schema.name, schema.owner.as_ref()));
            schema.grants = self.roles.grants(&schema.grants, Grantable::Schema);
            schema.default_privileges = self.roles.defaults(&schema.default_privileges);
            state.schemas.insert(schema.name.clone(), schema);
        }
        for (_, view) in self.workspace.views() {
            let mut view = view.clone();
            view.owner = Some(self.owner(&view.name.schema, view.owner.as_ref()));
            view.grants = self.roles.grants(&view.grants, Grantable::Relation);
            state.views.insert(view.name.clone(), view);
        }
        for (_, view) in self.workspace.materialized_views() {
            let mut view = view.clone();
            view.owner = Some(self.owner(&view.name.schema, view.owner.as_ref()));
            view.grants = self.roles.grants(&view.grants, Grantable::Relation);
            state.materialized_views.insert(view.name.clone(), view);
        }
        for (_, function) in self.workspace.functions() {
            let mut function = function.clone();
            for overload in &mut function.overloads {
                overload.owner = Some(self.owner(&function.name.schema, overload.owner.as_ref()));
                overload.grants = self.roles.grants(&overload.grants, Grantable::Function);
            }
            state.functions.insert(function.name.clone(), function);
        }
        for (_, endpoint) in self.workspace.endpoints() {
            self.access(endpoint, &mut state);
        }
        without_ignored(&Ignored::new(&self.workspace.project), &mut state);
        state
    }

    /// The owner that is said, else the schema's: of its manifest, else as it is in the database.
    fn owner(&self, schema: &str, said: Option<&String>) -> String {
        let of_manifest = || self.workspace.schema(schema).and_then(|(_, schema)| schema.owner.as_ref());
        match said.or_else(of_manifest) {
            Some(owner) => self.roles.name(owner),
            None => self.catalog.schemas.get(schema).map(|schema| schema.owner.clone()).unwrap_or_default(),
        }
    }

    /// Moves the access of each version onto what it routes to.
    fn access(&self, endpoint: &Endpoint, state: &mut State) {
        for version in endpoint.versions.values() {
            if version.state == VersionState::Draft && !self.drafts {
                let target = version.route.target();
                state.views.remove(target);
                // What is there already stays, with access for nobody: pgai does not drop these kinds yet.
                if !self.catalog.relations.contains_key(target) {
                    state.materialized_views.remove(target);
                }
                if !self.catalog.functions.keys().any(|key| key.name == *target) {
                    state.functions.remove(target);
                }
                continue;
            }
            match (&version.route, &version.access) {
                (Route::Relation(name), Access::Relation(grants)) => self.on_relation(name, grants, state),
                (Route::Rpc(name), Access::Rpc(signatures)) => {
                    for (signature, grants) in signatures {
                        self.on_function(name, signature, grants, state);
                    }
                }
                (Route::Relation(_), Access::Rpc(_)) | (Route::Rpc(_), Access::Relation(_)) => {}
            }
        }
    }

    fn on_relation(&self, name: &QualifiedName, grants: &Grants, state: &mut State) {
        let grants = self.roles.grants(grants, Grantable::Relation);
        if let Some(view) = state.views.get_mut(name) {
            view.grants = grants;
        } else if let Some(view) = state.materialized_views.get_mut(name) {
            view.grants = grants;
        } else if let Some(relation) = self.catalog.relations.get(name) {
            state.tables.insert(name.clone(), Table { owner: relation.owner.clone(), grants });
        }
    }

    fn on_function(&self, name: &QualifiedName, signature: &str, grants: &Grants, state: &mut State) {
        let Some(function) = state.functions.get_mut(name) else { return };
        let wanted = canonical(signature);
        for overload in &mut function.overloads {
            let key = crate::diff::overload_key(name, overload);
            if canonical(&key.signature()) == wanted {
                overload.grants = self.roles.grants(grants, Grantable::Function);
            }
        }
    }
}

/// A signature in one spelling; what cannot be read stays as it is.
pub fn canonical(signature: &str) -> String {
    signature.parse::<Signature>().map_or_else(|_| signature.trim().to_owned(), |signature| signature.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Grantable, Grants, Ignored, Roles, matches};
    use crate::manifest::document::{Ignore, Project};

    #[test]
    fn two_names_of_one_role_get_what_both_say() {
        let mut project = Project::default();
        project.roles.insert("web".into(), [("prod".to_owned(), "anon".to_owned())].into_iter().collect());
        let roles = Roles::new(&project, Some("prod"));
        let grants: Grants =
            [("anon".to_owned(), vec!["select".to_owned()]), ("web".to_owned(), vec!["insert".to_owned()])].into();
        let named = roles.grants(&grants, Grantable::Relation);
        assert_eq!(named.len(), 1);
        assert_eq!(named["anon"], ["select", "insert"]);
    }

    #[test]
    fn grants_of_ignored_roles_are_left_out() {
        let project = Project { ignore: vec![Ignore::Role("dash".into())], ..Project::default() };
        let mut grants: Grants = [("dash".to_owned(), vec!["select".to_owned()])].into();
        Ignored::new(&project).grants(&mut grants);
        assert!(grants.is_empty());
    }

    #[test]
    fn patterns_match_whole_names() {
        for (pattern, name, expected) in [
            ("api.orders", "api.orders", true),
            ("api.orders", "api.orders_v2", false),
            ("api.orders*", "api.orders_v2", true),
            ("api.*", "api.x", true),
            ("api.*", "apix.x", false),
            ("*.spatial_ref_sys", "public.spatial_ref_sys", true),
            ("api.*_old", "api.a_old_old", true),
            ("api.*_old", "api.a_older", false),
            ("*", "anything.at_all", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
