//! Catalogs built by hand: what is reached, and what the lock says of it.

mod build;

use std::collections::BTreeSet;

use self::build::{catalog, grant, key, locked, name, reached, shop, table, texts, view};
use super::{Roots, lock, reach};
use crate::catalog::{
    Acl, ConstraintKind, ForeignKey, Index, Membership, Operations, Policy, Privilege, Relation, RelationKind, Role,
    Rule, Skipped, Trigger,
};
use crate::manifest::lock::{ColumnName, LockFiles, LockKind, LockPath, Operation, Small};

#[test]
fn everything_below_is_reached_and_nothing_else() {
    let found = reached(&shop());
    let relations: Vec<String> = found.relations.iter().map(|(name, managed)| format!("{name} {managed}")).collect();
    assert_eq!(relations, ["api.top true", "sales.orders false", "sales.rows false", "x.helper false"]);
    let functions: Vec<String> = found.functions.iter().map(|(key, managed)| format!("{key} {managed}")).collect();
    assert_eq!(
        functions,
        ["api.label(sales.rows) true", "x.f(bigint) false", "x.to_json(sales.email) false", "x.write() false"]
    );
    assert_eq!(
        texts(&found.types),
        ["api.\"text/csv\"", "sales.email", "sales.status", "x.base", "x.inner", "x.raw", "x.size", "x.span"]
    );
    assert_eq!(texts(&found.sequences), ["sales.rows_id", "sales.shared"]);
    assert_eq!(found.casts.len(), 1);
    assert_eq!(texts(&found.handlers), ["api.csv(bigint)"]);
    assert_eq!(texts(&found.schemas), ["sales", "x"]);
    assert_eq!(texts(&found.partial), ["sales.rows"], "no view stands on it, so only its columns were read");
}

#[test]
fn routed_relations_and_functions_are_reached_whole() {
    let catalog = shop();
    let routed = (BTreeSet::from([name("sales.other")]), BTreeSet::from([name("x.f")]));
    let roots = Roots::new(&catalog, &BTreeSet::new(), routed.0, routed.1);
    let found = reach(&catalog, &roots);
    assert_eq!(texts(found.relations.keys()), ["sales.other"]);
    assert_eq!(texts(found.functions.keys()), ["x.f(bigint)", "x.f(text)"]);
}

#[test]
fn what_was_not_read_has_no_entry() {
    let mut catalog = shop();
    for (kind, name) in [("relation", "sales.orders"), ("function", "x.f(bigint)")] {
        let (kind, name, reason) = (kind.to_owned(), name.to_owned(), "locked".to_owned());
        catalog.skipped.push(Skipped { kind, name, reason });
    }
    let files = locked(&catalog);
    assert_eq!(texts(files.relations.keys()), ["api.top", "sales.rows", "x.helper"]);
    assert_eq!(texts(files.functions.keys()), ["api.label", "x.to_json", "x.write"]);
}

#[test]
fn reads_hold_relations_and_types_that_exist() {
    let files = locked(&shop());
    assert_eq!(texts(&files.relations[&name("x.helper")].reads), ["sales.orders", "sales.status"]);
    assert_eq!(files.relations[&name("api.top")].calls, ["x.f(bigint)"]);
}

#[test]
fn a_managed_view_says_only_what_the_server_derived() {
    let mut catalog = shop();
    let top = catalog.relations.get_mut(&name("api.top")).unwrap();
    top.comment = Some("said in the manifest".to_owned());
    top.acl.insert(grant("anon", Privilege::Select, None));
    top.columns[0].comment = Some("said in the manifest".to_owned());
    let text = &locked(&catalog).texts().unwrap()[&LockPath::Relation(name("api.top"))];
    assert_eq!(
        text,
        "relation: api.top\nkind: view\nreads: [x.helper]\ncalls: [x.f(bigint)]\n\
         writes: [insert, update, delete]\ncolumns:\n  \
         id: {type: bigint, not_null: true, from: x.helper.id, writable: true}\nkeys: {primary: [id]}\n\
         insert_needs: [sales.orders.email]\n"
    );
}

#[test]
fn a_table_says_everything() {
    let mut orders = table("sales.orders", &[("id", "bigint!"), ("note", "text"), ("customer", "bigint")], &["id"]);
    orders.rls_enabled = true;
    orders.columns[1].default = Some("'x'::text".to_owned());
    orders.columns[1].comment = Some("Two\nlines".to_owned());
    let mut unique = key(ConstraintKind::Unique, &["note"]);
    unique.definition = Some("UNIQUE NULLS NOT DISTINCT (note)".to_owned());
    let mut check = key(ConstraintKind::Check, &["id"]);
    check.definition = Some("CHECK ((id > 0)) NOT VALID".to_owned());
    check.validated = false;
    let mut foreign = key(ConstraintKind::Foreign, &["customer"]);
    foreign.deferrable = true;
    foreign.foreign = Some(ForeignKey {
        references: name("sales.customers"),
        columns: vec!["id".to_owned()],
        on_delete: "set null",
        on_update: "no action",
    });
    let mut exclusion = key(ConstraintKind::Exclusion, &["id"]);
    exclusion.definition = Some("EXCLUDE USING gist (id WITH =)".to_owned());
    orders.constraints.extend(
        [("u", unique), ("c", check), ("f", foreign), ("x", exclusion)]
            .map(|(name, constraint)| (name.to_owned(), constraint)),
    );
    let index = |unique, columns: &[&str], definition: Option<&str>, constraint: Option<&str>| Index {
        unique,
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        partial: definition.is_some_and(|definition| definition.contains("WHERE")),
        plain: definition.is_none(),
        clustered: false,
        tablespace: None,
        constraint: constraint.map(str::to_owned),
        definition: definition.map(str::to_owned),
        comment: None,
    };
    orders.indexes.extend([
        ("pk".to_owned(), index(true, &["id"], None, Some("pk"))),
        ("plain".to_owned(), index(false, &["note"], None, None)),
        (
            "odd".to_owned(),
            index(
                true,
                &["note", "", "id"],
                Some("CREATE UNIQUE INDEX odd ON sales.orders USING btree (note, lower(note), id) WHERE (id > 1)"),
                None,
            ),
        ),
    ]);
    orders.policies.insert(
        "own".to_owned(),
        Policy {
            command: "select",
            permissive: false,
            roles: vec!["b".to_owned(), "a".to_owned()],
            using: Some("(owner = CURRENT_USER)".to_owned()),
            check: None,
        },
    );
    orders.triggers.insert(
        "touch".to_owned(),
        Trigger {
            definition: Some(
                "CREATE TRIGGER touch BEFORE UPDATE ON sales.orders FOR EACH ROW EXECUTE FUNCTION x.touch()".to_owned(),
            ),
            instead: false,
            events: vec!["update"],
            function: name("x.touch"),
            enabled: "disabled",
            comment: None,
        },
    );
    orders.acl.extend([grant("app", Privilege::Select, None), grant("app", Privilege::Update, Some("note"))]);
    let top = view("api.top", "SELECT 1", "sales.orders", &[("id", "bigint", "id")], true);
    let files = locked(&catalog(vec![orders, top], Vec::new()));
    assert_eq!(
        files.texts().unwrap()[&LockPath::Relation(name("sales.orders"))],
        r#"relation: sales.orders
kind: table
owner: owner
rls: {enabled: true}
policies:
  own: {command: select, roles: [a, b], permissive: false, using: owner = CURRENT_USER}
columns:
  id:       {type: bigint, not_null: true}
  note:
    type: text
    default: "'x'::text"
    comment: |-
      Two
      lines
  customer: {type: bigint}
constraints:
  c: {check: id > 0, not_valid: true}
  f: {foreign: [customer], references: sales.customers(id), on_delete: set null, deferrable: true}
  pk: {primary: [id]}
  u: {unique: [note], nulls_not_distinct: true}
  x: {exclusion: USING gist (id WITH =)}
indexes:
  odd: {columns: [note], unique: true, partial: true, definition: "btree (note, lower(note), id) WHERE (id > 1)"}
  plain: {columns: [note]}
triggers:
  touch:
    when: before update
    execute: x.touch()
    enabled: disabled
grants:
  app: [select, update(note)]
"#
    );
}

#[test]
fn an_unmanaged_function_says_everything_but_its_body() {
    let mut catalog = shop();
    for function in catalog.functions.values_mut().filter(|function| function.key.name == name("x.f")) {
        (function.returns_set, function.rows) = (true, 1.0);
    }
    let text = &locked(&catalog).texts().unwrap()[&LockPath::Function(name("x.f"))];
    assert_eq!(
        text,
        "function: x.f\noverloads:\n  \"(bigint)\":\n    arguments:\n    - {type: bigint}\n    returns: {setof: x.span}\n    rows: 1\n    \
         volatility: stable\n    owner: owner\n    language: sql\n    definer: true\n    body_hash: \"321f71240da96473\"\n    \
         grants:\n      public: [execute]\n"
    );
}

#[test]
fn small_files_have_an_entry_per_line_and_no_secrets() {
    let mut catalog = shop();
    let mut anon = Role { inherit: true, ..Role::default() };
    anon.settings.insert("statement_timeout".to_owned(), "3s".to_owned());
    anon.settings.insert("app.jwt_secret".to_owned(), "hunter2".to_owned());
    catalog.roles.insert("anon".to_owned(), anon);
    let membership = Membership { admin: false, inherit: false, set: true };
    let login = Role { login: true, member_of: [("anon".to_owned(), membership)].into(), ..Role::default() };
    catalog.roles.insert("login".to_owned(), login);
    catalog.roles.insert("stranger".to_owned(), Role::default());
    catalog.types.get_mut(&name("sales.email")).unwrap().acl = Acl::new();
    let mut roots = Roots::new(&catalog, &BTreeSet::from(["api".to_owned()]), BTreeSet::new(), BTreeSet::new());
    roots.roles.insert("login".to_owned());
    let files = lock(&catalog, &reach(&catalog, &roots));
    let texts = files.texts().unwrap();
    let small = |small| texts[&LockPath::Small(small)].as_str();
    assert_eq!(
        small(Small::Roles),
        "anon: {settings: {app.jwt_secret: null, statement_timeout: \"3s\"}}\n\
         login: {login: true, inherit: false, member_of: {anon: {inherit: false}}}\nowner: {}\n"
    );
    assert!(small(Small::Types).contains("\nsales.email: {domain: x.base, owner: owner, grants: {owner: []}}\n"));
    assert!(small(Small::Types).contains("\nsales.status: {enum: [new, \"no\"], owner: owner}\n"));
    assert_eq!(small(Small::Casts), "sales.email: {json: {function: x.to_json(sales.email), context: implicit}}\n");
    assert_eq!(
        small(Small::Sequences),
        "sales.rows_id: {owner: owner, owned_by: sales.rows.id}\nsales.shared: {owner: owner}\n"
    );
    assert_eq!(
        small(Small::Handlers),
        "\"api.csv(bigint)\": {returns: api.\"text/csv\", owner: owner, grants: {public: [execute]}}\n"
    );
    assert_eq!(small(Small::Schemas), "sales: {owner: owner}\nx: {owner: owner}\n");
}

#[test]
fn two_readings_give_the_same_bytes_and_what_is_read_back_is_equal() {
    let first = locked(&shop());
    let mut other = shop();
    // What differs between two databases with the same objects.
    for relation in other.relations.values_mut() {
        relation.oid += 1;
        relation.row_estimate += 1.0;
    }
    other.casts.reverse();
    let texts = first.texts().unwrap();
    assert_eq!(locked(&other).texts().unwrap(), texts);
    let mut read = LockFiles::default();
    for (path, text) in &texts {
        let kind = match path {
            LockPath::Relation(_) => LockKind::Relation,
            LockPath::Function(_) => LockKind::Function,
            LockPath::Small(small) => LockKind::Small(*small),
        };
        read.read(kind, "f", text).unwrap();
    }
    assert_eq!(read, first);
}

fn derived(base: Relation, views: Vec<Relation>) -> Vec<String> {
    let mut all = views;
    all.push(base);
    let files = locked(&catalog(all, Vec::new()));
    let entries = files.relations.values().filter(|entry| entry.relation.schema == "api");
    entries
        .map(|entry| {
            let columns = entry.columns.iter().filter(|(_, column)| column.not_null).map(|(name, _)| name.as_str());
            let columns: Vec<&str> = columns.collect();
            let needs = texts(&entry.insert_needs);
            format!("{} {:?} {:?} {:?} {needs:?}", entry.relation, columns, entry.keys.primary, entry.keys.unique)
        })
        .collect()
}

#[test]
fn keys_nulls_and_needs_follow_from_below() {
    let base = || {
        let mut base = table("x.t", &[("a", "int!"), ("b", "int!"), ("c", "int!"), ("d", "int")], &["a", "b"]);
        base.constraints.insert("u".to_owned(), key(ConstraintKind::Unique, &["c"]));
        base.columns[2].default = Some("1".to_owned());
        base
    };
    let over = |columns: &[(&str, &str, &str)], query: &str, simple| view("api.v", query, "x.t", columns, simple);
    let all = [("p", "int", "a"), ("q", "int", "b"), ("c", "int", "c"), ("d", "int", "d")];
    let one = |view: Relation| derived(base(), vec![view]).remove(0);
    assert_eq!(one(over(&all, "SELECT", true)), r#"api.v ["p", "q", "c"] ["p", "q"] [["c"]] []"#);
    assert_eq!(one(over(&all, "SELECT x LEFT JOIN y", true)), r#"api.v [] ["p", "q"] [["c"]] []"#);
    assert_eq!(one(over(&all, "SELECT", false)), r#"api.v ["p", "q", "c"] [] [] []"#, "a join repeats rows");
    assert_eq!(one(over(&all[1..2], "SELECT", true)), r#"api.v ["q"] [] [] ["x.t.a"]"#);

    // What a rule lets through is no sign that the view is simple.
    let mut ruled = over(&all, "SELECT", false);
    ruled.operations = Some(Operations { insert: true, ..Operations::default() });
    let definition = Some("CREATE RULE r AS ON INSERT TO api.v DO INSTEAD NOTHING;".to_owned());
    ruled.rules.insert("r".to_owned(), Rule { event: "insert", definition, comment: None });
    assert_eq!(one(ruled.clone()), r#"api.v ["p", "q", "c"] [] [] []"#);
    let files = locked(&catalog(vec![base(), ruled], Vec::new()));
    let entry = &files.relations[&name("api.v")];
    assert_eq!((&entry.writes, &entry.triggers_write), (&vec![], &vec![Operation::Insert]));

    // Two layers: a default of the inner view gives what the outer one hides.
    let mut inner = over(&all[..2], "SELECT", true);
    inner.columns[1].default = Some("7".to_owned());
    let outer = |columns: &[(&str, &str, &str)]| view("api.w", "SELECT", "api.v", columns, true);
    assert_eq!(
        derived(base(), vec![inner.clone(), outer(&[("r", "int", "p")])]),
        [r#"api.v ["p", "q"] ["p", "q"] [] []"#, r#"api.w ["r"] [] [] []"#]
    );
    assert_eq!(derived(base(), vec![inner, outer(&[("r", "int", "q")])])[1], r#"api.w ["r"] [] [] ["x.t.a"]"#);

    // A foreign server keeps no promise, a materialized view keeps yesterday's.
    let mut foreign = base();
    foreign.kind = RelationKind::ForeignTable;
    foreign.constraints.clear();
    assert_eq!(derived(foreign, vec![over(&all, "SELECT", true)]), [r#"api.v [] [] [] []"#]);
    let mut stored = over(&all, "SELECT", false);
    stored.kind = RelationKind::MaterializedView;
    assert_eq!(derived(base(), vec![stored]), [r#"api.v [] [] [] []"#]);
}

#[test]
fn deep_chains_and_cycles_of_views_end() {
    let mut relations = vec![table("x.t", &[("a", "int!")], &["a"])];
    let mut below = "x.t".to_owned();
    for level in 0..5_000 {
        let text = format!("api.v{level}");
        relations.push(view(&text, "SELECT", &below, &[("a", "int", "a")], true));
        below = text;
    }
    let files = locked(&catalog(relations, Vec::new()));
    assert!(files.relations.values().all(|entry| entry.columns["a"].not_null));
    let base = ColumnName::new(name("x.t"), "a");
    assert_eq!(files.relations[&name("api.v0")].columns["a"].from, Some(base));

    let loops = |text: &str, below: &str| view(text, "SELECT", below, &[("a", "int", "a")], true);
    assert_eq!(locked(&catalog(vec![loops("api.a", "api.b"), loops("api.b", "api.a")], Vec::new())).relations.len(), 2);
}
