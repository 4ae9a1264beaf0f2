//! Plans of hand-made differences.

use std::collections::{BTreeMap, BTreeSet};

use super::{Input, Plan, can_act_as, plan};
use crate::catalog::Catalog;
use crate::catalog::testing::catalog;
use crate::diff::{Change, Object, State, What};
use crate::manifest::document::{Column, View};
use crate::sql::QualifiedName;

const LIVE: &str = "schema api\ntable base.t(id int)\nview api.v on base.t(id)\ntable api.taken(id int)";

fn name(of: &str) -> QualifiedName {
    QualifiedName::new("api", of)
}

fn view(of: &str, default: Option<&str>) -> View {
    let column = Column { type_name: "integer".into(), default: default.map(str::to_owned), ..Column::default() };
    View {
        name: name(of),
        renamed_from: None,
        owner: Some("owner".into()),
        options: Default::default(),
        comment: None,
        columns: [("id".to_owned(), column)].into_iter().collect(),
        query: "SELECT t.id FROM base.t".into(),
        triggers: Default::default(),
        rules: Default::default(),
        grants: Default::default(),
    }
}

fn change(of: &str, what: What, from: Option<&str>, to: Option<&str>) -> Change {
    let text = |text: Option<&str>| text.map(str::to_owned);
    Change { object: Object::View(name(of)), what, from: text(from), to: text(to), rung: None }
}

fn planned(live: &Catalog, view: View, changes: &[Change]) -> Result<Plan, String> {
    let desired = State { views: BTreeMap::from([(view.name.clone(), view)]), ..State::default() };
    let (proofs, allow) = (BTreeMap::new(), BTreeSet::new());
    let mut live = live.clone();
    live.server.superuser = true;
    let input = Input { changes, desired: &desired, live: &live, proofs: &proofs, allow: &allow };
    plan(&input).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

#[test]
fn a_default_cannot_go_on_with_another_action() {
    let changes = [change("v", What::ColumnDefault("id".into()), None, Some("0"))];
    let plan = planned(&catalog(LIVE), view("v", Some("0, OWNER TO evil")), &changes).unwrap();
    assert_eq!(plan.steps[0].sql.as_str(), "ALTER VIEW api.v ALTER COLUMN id SET DEFAULT (0, OWNER TO evil)");
    assert!(planned(&catalog(LIVE), view("v", Some("0); DROP TABLE base.t; --")), &changes).is_err());
}

#[test]
fn columns_that_no_step_would_change_are_no_plan() {
    let live = catalog(LIVE);
    for what in [
        What::ColumnType("id".into()),
        What::Column("more".into()),
        What::ColumnOrder,
        What::ColumnStatistics("id".into()),
    ] {
        let refused = planned(&live, view("v", None), &[change("v", what.clone(), Some("a"), Some("b"))]);
        assert!(refused.is_err(), "{what:?}");
    }
}

#[test]
fn a_new_view_takes_no_other_relations_name() {
    let changes = [change("taken", What::Existence, None, Some("api.taken"))];
    let refused = planned(&catalog(LIVE), view("taken", None), &changes).unwrap_err();
    assert!(refused.contains("a table of this name is there already"), "{refused}");
}

#[test]
fn security_invoker_needs_a_server_that_has_it() {
    let mut live = catalog(LIVE);
    let mut wanted = view("v", None);
    wanted.options.security_invoker = true;
    let changes = [change("v", What::ViewOption("security_invoker"), None, Some("true"))];
    assert!(planned(&live, wanted.clone(), &changes).is_ok());
    live.server.version_num = 140_000;
    assert!(planned(&live, wanted, &changes).is_err());
}

#[test]
fn the_owner_of_the_database_acts_as_pg_database_owner() {
    let mut live = catalog("role dba\nrole helper in dba\nrole other");
    live.server.database_owner = "dba".into();
    for (user, expected) in [("dba", true), ("helper", true), ("other", false)] {
        live.server.user = user.into();
        assert_eq!(can_act_as(&live, "pg_database_owner"), expected, "{user}");
    }
}
