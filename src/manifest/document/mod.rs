//! The typed documents: what can be said in manifests, and nothing of how it is written.
//!
//! A key left out means PostgreSQL's default, and that is what `Default` gives.

mod endpoint;
mod forms;
mod function;
mod postgrest;
mod project;
mod schema;
mod view;

pub use endpoint::{Accepted, Access, Endpoint, Route, State, Version};
pub use function::{Argument, ArgumentMode, Function, Overload, Parallel, Returns, Security, Volatility};
pub use postgrest::{Layer, PostgRest, Setting};
pub use project::{Database, Environment, Expect, Ignore, Policy, Project, Strategy};
pub use schema::Schema;
pub use view::{CheckOption, Column, Index, MaterializedView, Rule, Storage, Trigger, View, ViewOptions};

use indexmap::IndexMap;

/// Grants by role: `app_user: [select, "update(note) with grant option"]`, in PostgreSQL's words.
/// `public` is PUBLIC. `manifest::privilege` parses the items.
pub type Grants = IndexMap<String, Vec<String>>;

/// Default privileges: creating role -> kind of object (tables, functions, sequences, types, schemas) -> grants.
pub type DefaultPrivileges = IndexMap<String, IndexMap<String, Grants>>;

/// Any manifest below `pgai/`, by its `kind`.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// `kind: Schema`
    Schema(Schema),
    /// `kind: View`
    View(View),
    /// `kind: MaterializedView`
    MaterializedView(MaterializedView),
    /// `kind: Function`
    Function(Function),
    /// `kind: Endpoint`
    Endpoint(Endpoint),
    /// `kind: PostgREST`
    PostgRest(PostgRest),
}
