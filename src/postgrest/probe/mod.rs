//! Questions to a running PostgREST that need no rights and change nothing. Touches the network.

mod identify;
mod root;
mod served;
mod settings;

pub use identify::{Identity, Served, identify, live, ready};
pub use root::{Definition, Function, Method, Property, Root, RootAnswer, root};
pub use served::{Answer, Expectation, Outcome, Relation, await_served, options, probe};
pub use settings::settings;

/// A name no object has, for questions that must not meet one.
const NOBODY: &str = "pgai-probe-nothing";
/// With `handling=strict`, an unknown preference makes PostgREST stop after planning: PGRST122, and
/// nothing was executed (12.0 and later, `PostgREST.Plan`). 11 knows no strict handling.
const STOP_AFTER_PLANNING: [&str; 2] = ["handling=strict", "pgai-probe"];
const STOPPED: &str = "PGRST122";
