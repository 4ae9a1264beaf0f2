//! The contract as a value. Its JSON is the `result` of `pgai contract`, so names here are public:
//! fields are only ever added, enums may grow, lists are sorted.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::RelationKind;
use crate::manifest::document::State;
use crate::sql::QualifiedName;

/// What exactly the API is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contract {
    /// The PostgREST it is computed for.
    pub postgrest: Server,
    /// Exposed schemas, default first.
    pub schemas: Vec<ExposedSchema>,
    /// Roles that requests can run as, sorted.
    pub roles: Vec<String>,
    /// Every relation and function that answers; by schema as exposed, then relations, then functions, then name.
    pub routes: Vec<Route>,
    /// User types that columns and arguments mention, by name as PostgreSQL prints it.
    pub types: BTreeMap<String, TypeShape>,
    /// Objects in exposed schemas that PostgREST does not route to, or that pgai leaves out.
    pub not_routed: Vec<NotRouted>,
    /// Versions of endpoints whose route does not answer.
    pub unserved: Vec<Unserved>,
}

/// The PostgREST a contract is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Server {
    /// As declared or probed; none: unknown, rules of 12 are used.
    pub version: Option<String>,
    /// Role of requests without a token; none: unknown or unset.
    pub anon_role: Option<String>,
    /// Most rows of one answer.
    pub max_rows: Option<u64>,
    /// Whether aggregates may be selected; none: unknown.
    pub aggregates: Option<bool>,
}

/// An exposed schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExposedSchema {
    /// Name.
    pub name: String,
    /// Chosen where a request names none.
    pub default: bool,
    /// False when the database has no such schema.
    pub exists: bool,
    /// First line of its comment.
    pub title: Option<String>,
    /// The rest of its comment.
    pub description: Option<String>,
}

/// Relation or function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteKind {
    /// `/name`
    Relation,
    /// `/rpc/name`
    Function,
}

/// HTTP methods that PostgREST answers for routes; OPTIONS always works and is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are HTTP's own")]
pub enum Method {
    Get,
    Head,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    /// Upper case, as requests write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Lower case, as OpenAPI writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Head => "head",
            Self::Post => "post",
            Self::Patch => "patch",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

/// One route: a relation, or all overloads of a function name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Route {
    /// Exposed schema.
    pub schema: String,
    /// Name in it.
    pub name: String,
    /// Relation or function.
    pub kind: RouteKind,
    /// What an Endpoint manifest promises about it.
    #[serde(flatten)]
    pub promise: Promise,
    /// Methods that work, by role; a role that can do nothing is absent.
    pub methods: BTreeMap<String, Vec<Method>>,
    /// Why a method does not work, or works in part only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Comment of the relation, or of the first overload that has one.
    pub comment: Option<String>,
    /// Extension it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// What is particular to relations or functions.
    #[serde(flatten)]
    pub detail: Detail,
}

impl Route {
    /// Schema and name.
    pub fn qualified_name(&self) -> QualifiedName {
        QualifiedName::new(&self.schema, &self.name)
    }

    /// The relation's part.
    pub fn relation(&self) -> Option<&RelationDetail> {
        match &self.detail {
            Detail::Relation(relation) => Some(relation),
            Detail::Function(_) => None,
        }
    }

    /// The function's part.
    pub fn function(&self) -> Option<&FunctionDetail> {
        match &self.detail {
            Detail::Function(function) => Some(function),
            Detail::Relation(_) => None,
        }
    }
}

/// What the manifests promise about a route; all none where no endpoint names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "the names are those of kind Endpoint")]
pub struct Promise {
    pub endpoint: Option<String>,
    pub version: Option<String>,
    pub state: Option<State>,
    pub team: Option<String>,
    pub description: Option<String>,
    pub deprecated: Option<String>,
    pub sunset: Option<String>,
    pub successor: Option<String>,
}

/// Relation or function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each holds what its name says")]
pub enum Detail {
    Relation(Box<RelationDetail>),
    Function(FunctionDetail),
}

/// What is particular to a relation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelationDetail {
    /// table, partitioned_table, view, materialized_view or foreign_table.
    pub relation_kind: RelationKind,
    /// Served, but PostgREST leaves it out of its root document.
    #[serde(skip_serializing_if = "is_false")]
    pub partition: bool,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Columns of the primary key as PostgREST sees it; for views those handed through.
    pub primary_key: Vec<String>,
    /// What the relation lets through, whoever asks.
    pub operations: Writes,
    /// Base columns that an INSERT must fill and that the view hides: `sales.orders.customer_id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insert_needs: Vec<String>,
    /// Computed fields and relationships, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub computed: Vec<Computed>,
    /// Columns a role may read or write, where it is not all that anybody could.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub column_access: BTreeMap<String, ColumnAccess>,
    /// Tables it stands on through all layers.
    pub base_tables: Vec<QualifiedName>,
}

/// INSERT, UPDATE and DELETE, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Writes {
    /// INSERT works.
    pub insert: Way,
    /// UPDATE works.
    pub update: Way,
    /// DELETE works.
    pub delete: Way,
}

/// How a relation lets a statement through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Not at all.
    #[default]
    No,
    /// By itself: a table, or an automatically updatable view.
    Yes,
    /// Through an INSTEAD OF trigger or a rule: no upsert, no PUT.
    Trigger,
}

impl Way {
    /// In whatever way.
    pub fn works(self) -> bool {
        self != Self::No
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type as PostgreSQL prints it with an empty search_path.
    #[serde(rename = "type")]
    pub type_name: String,
    /// True: never NULL. False: can be NULL. None: not known (a view whose query is not proven).
    pub not_null: Option<bool>,
    /// Default expression that an INSERT through this relation uses: its own, else the base column's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// COMMENT ON COLUMN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The column of a table it hands through, through all layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// A statement that the relation lets through can name it.
    pub writable: bool,
    /// An INSERT must give it: NOT NULL without default, identity or generation, and no trigger that could fill it.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Labels, for an enum or a domain over one.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// Type below a domain, through all layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_base: Option<String>,
}

/// Where a view column comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Table.
    pub relation: QualifiedName,
    /// Its column.
    pub column: String,
    /// PostgREST follows the lineage: every view on the way lies in an exposed or extra-search-path schema.
    pub seen: bool,
}

/// A function over a relation's row type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Computed {
    /// Name in `select`.
    pub name: String,
    /// Schema of the function.
    pub schema: String,
    /// Field or relationship.
    pub kind: ComputedKind,
    /// What it gives.
    pub result: FunctionResult,
    /// Roles that may use it.
    pub roles: Vec<String>,
    /// COMMENT ON FUNCTION.
    pub comment: Option<String>,
}

/// How a function over a row is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ComputedKind {
    /// Named in `select`, filters and `order`.
    Field,
    /// Embedded: it gives rows of another relation.
    Relationship,
}

/// Columns a role may name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ColumnAccess {
    /// Columns it may read; none: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<Vec<String>>,
    /// Columns it may give on INSERT; none: every writable one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insert: Option<Vec<String>>,
    /// Columns it may change; none: every writable one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Vec<String>>,
}

/// Why a method does not work for a role, or works in part only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Limit {
    /// Role; none: whoever asks.
    pub role: Option<String>,
    /// Methods it is about.
    pub methods: Vec<Method>,
    /// True: the methods do not work. False: they work, as the text says.
    pub refused: bool,
    /// The reason, a lower-case fragment.
    pub reason: String,
}

/// What is particular to a function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunctionDetail {
    /// Overloads that can be called, by signature; the names of the arguments choose.
    pub overloads: Vec<Overload>,
}

/// One overload.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overload {
    /// `(bigint, json)`
    pub signature: String,
    /// Input arguments in order.
    pub arguments: Vec<Argument>,
    /// The whole body is the one unnamed argument: POST only.
    pub whole_body: bool,
    /// What it gives.
    pub result: FunctionResult,
    /// volatile, stable or immutable.
    pub volatility: &'static str,
    /// SECURITY DEFINER.
    pub definer: bool,
    /// Methods that work, by role.
    pub methods: BTreeMap<String, Vec<Method>>,
    /// COMMENT ON FUNCTION.
    pub comment: Option<String>,
}

/// One input argument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// Name; none for a whole-body argument.
    pub name: Option<String>,
    /// Type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Has no default.
    pub required: bool,
    /// VARIADIC: repeated in a query string.
    #[serde(skip_serializing_if = "is_false")]
    pub variadic: bool,
    /// Default expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// What a function gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunctionResult {
    /// Its shape.
    pub shape: ResultShape,
    /// Several rows, as an array.
    pub set: bool,
    /// Result type as PostgreSQL prints it.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Relation whose rows they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<QualifiedName>,
    /// Columns of OUT, INOUT and TABLE arguments, and of composite types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Field>,
    /// Media type, for a domain named like one: answered when asked for, without JSON around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// Shape of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ResultShape {
    /// Nothing: 204.
    Void,
    /// A bare value.
    Scalar,
    /// An object.
    Composite,
    /// A row of a relation.
    Relation,
    /// A row whose columns only the call decides (`record`).
    Record,
}

/// A named type: a field of a composite type, or a column of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub type_name: String,
}

/// A user type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeShape {
    /// What it is.
    #[serde(flatten)]
    pub kind: TypeShapeKind,
    /// COMMENT ON TYPE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// A cast decides its JSON form on tables and views (PostgREST data representations).
    #[serde(skip_serializing_if = "is_false")]
    pub represented: bool,
}

/// What a user type is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are PostgreSQL's own")]
pub enum TypeShapeKind {
    Enum { labels: Vec<String> },
    Domain { base: String, not_null: bool, checks: Vec<String> },
    Composite { fields: Vec<Field> },
    Range { subtype: String },
    Other,
}

/// An object in an exposed schema that is no route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotRouted {
    /// Schema.
    pub schema: String,
    /// Name.
    pub name: String,
    /// Signature, for functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Relation or function.
    pub kind: RouteKind,
    /// PostgREST serves it all the same; pgai leaves it out.
    pub served: bool,
    /// Why, a lower-case fragment.
    pub reason: String,
}

/// A version of an endpoint whose route does not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unserved {
    /// Endpoint.
    pub endpoint: String,
    /// Version.
    pub version: String,
    /// Wanted state.
    pub state: State,
    /// What it routes to.
    pub target: QualifiedName,
    /// Why, a lower-case fragment.
    pub reason: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
