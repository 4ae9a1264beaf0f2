//! Verification by tables of changes and by properties; texts read back; errors with their places.

use proptest::prelude::*;

use super::*;
use crate::manifest::document::{self as doc, Document};
use crate::manifest::read;
use crate::sql::QualifiedName;

fn name(text: &str) -> QualifiedName {
    text.parse().unwrap()
}

fn locks(files: &[(LockKind, &str)]) -> LockFiles {
    let mut locks = LockFiles::default();
    for (kind, text) in files {
        locks.read(*kind, "lock.yaml", text).unwrap();
    }
    locks
}

const ORDERS: &str = "relation: sales.orders\nkind: table\nowner: o\ncolumns:\n  id: {type: bigint, not_null: true}\n  \
    status: {type: sales.status}\n  size: {type: sales.size}\nconstraints:\n  pk: {primary: [id]}\n";
const TYPES: &str = "sales.email: {domain: text, owner: o}\nsales.size: {composite: {w: sales.mm}, owner: o}\n\
    sales.mm: {domain: integer, owner: o}\nsales.status: {enum: [new, paid], owner: o}\n\
    sales.kind: {enum: [a, b], owner: o}\n";
const INNER: &str = "relation: api.inner\nkind: view\nreads: [sales.orders, sales.kind]\ncalls: [\"sales.f(bigint)\"]\n\
    columns:\n  id: {type: bigint, not_null: true, from: sales.orders.id}\n";
const OUTER: &str = "relation: api.outer\nkind: view\nreads: [api.inner]\ncolumns:\n  id: {type: bigint}\n";
const F: &str = "function: sales.f\noverloads:\n  \"(bigint)\": {returns: sales.email, owner: o, body_hash: \"00\"}\n";
const LABEL: &str = "function: api.label\noverloads:\n  '(api.\"inner\", integer)': {returns: text}\n";

const MANIFESTS: [&str; 3] = [
    "kind: View\nname: api.inner\ncolumns: {id: {type: bigint}}\nquery: |\n  SELECT id FROM sales.orders\n",
    "kind: View\nname: api.outer\ncolumns: {id: {type: bigint}}\nquery: |\n  SELECT id FROM api.inner\n",
    "kind: Function\nname: api.label\noverloads:\n- arguments: [{type: api.inner}, {type: int}]\n  returns: text\n  \
     language: sql\n  body: |\n    SELECT 'x'\n",
];

fn documents() -> Vec<Document> {
    MANIFESTS.iter().map(|text| read("f", text).unwrap()).collect()
}

fn subjects(documents: &[Document]) -> Vec<Subject<'_>> {
    documents.iter().flat_map(Subject::of).collect()
}

fn sealed() -> LockFiles {
    use LockKind::{Function, Relation};
    let small = LockKind::Small(Small::Types);
    let mut locks = locks(&[
        (Relation, ORDERS),
        (Relation, INNER),
        (Relation, OUTER),
        (Function, F),
        (Function, LABEL),
        (small, TYPES),
    ]);
    let documents = documents();
    assert_eq!(locks.seal(&subjects(&documents), 15), Vec::<String>::new());
    locks
}

fn answers(documents: &[Document], locks: &LockFiles) -> Vec<String> {
    verify_all(&subjects(documents), locks).iter().map(shown).collect()
}

fn shown(found: &Verification) -> String {
    match found {
        Verification::Proven => "proven".to_owned(),
        Verification::QueryChanged => "query".to_owned(),
        Verification::InputChanged { what } => what.iter().cloned().collect::<Vec<_>>().join("+"),
        Verification::NoEntry => "no entry".to_owned(),
    }
}

#[test]
fn what_was_sealed_is_proven_also_after_writing_and_reading() {
    let locks = sealed();
    assert_eq!(answers(&documents(), &locks), ["proven"; 3]);
    let inner = locks.relations[&name("api.inner")].verified.as_ref().unwrap();
    let inputs: Vec<&str> = inner.inputs.keys().map(String::as_str).collect();
    assert_eq!((inner.postgres, inputs), (15, vec!["sales.f(bigint)", "sales.kind", "sales.orders"]));
    let again = read_back(&locks);
    assert_eq!(again, locks);
    assert_eq!(answers(&documents(), &again), ["proven"; 3]);
}

fn read_back(locks: &LockFiles) -> LockFiles {
    let mut again = LockFiles::default();
    for (path, text) in locks.texts().unwrap() {
        let kind = match path {
            LockPath::Relation(_) => LockKind::Relation,
            LockPath::Function(_) => LockKind::Function,
            LockPath::Small(small) => LockKind::Small(small),
        };
        again.read(kind, "f", &text).unwrap();
    }
    again
}

type Change = fn(&mut LockFiles);

#[test]
fn changes_below_are_named_and_only_those_that_matter() {
    fn orders(locks: &mut LockFiles) -> &mut Relation {
        locks.relations.get_mut(&name("sales.orders")).unwrap()
    }
    fn named<'l>(locks: &'l mut LockFiles, text: &str) -> &'l mut Type {
        locks.types.get_mut(&name(text)).unwrap()
    }
    fn f(locks: &mut LockFiles) -> &mut Overload {
        locks.functions.get_mut(&name("sales.f")).unwrap().overloads.get_mut("(bigint)").unwrap()
    }
    let changed = |what: &'static str| [what, "api.inner", "api.inner"];
    let table = changed("sales.orders");
    let nothing = ["proven"; 3];
    let cases: [(&str, Change, [&str; 3]); 24] = [
        ("comment", |l| orders(l).comment = Some("x".to_owned()), nothing),
        ("grants", |l| drop(orders(l).grants.insert("a".to_owned(), vec!["select".to_owned()])), nothing),
        ("owner", |l| orders(l).owner = None, nothing),
        ("rls", |l| orders(l).rls.enabled = true, nothing),
        ("column comment", |l| orders(l).columns[0].comment = Some("x".to_owned()), nothing),
        ("type", |l| orders(l).columns[0].type_name = "integer".to_owned(), table),
        ("not null", |l| orders(l).columns[0].not_null = false, table),
        ("collation", |l| orders(l).columns[0].collation = Some(name("pg_catalog.\"C\"")), table),
        ("a default", |l| orders(l).columns[0].default = Some("1".to_owned()), table),
        ("new column", |l| drop(orders(l).columns.insert("x".to_owned(), Column::default())), table),
        ("order of columns", |l| orders(l).columns.swap_indices(0, 1), table),
        ("primary key", |l| orders(l).constraints.clear(), table),
        ("kind", |l| orders(l).kind = RelationKind::ForeignTable, table),
        ("gone", |l| drop(l.relations.remove(&name("sales.orders"))), table),
        ("label of a column's enum", |l| named(l, "sales.status").labels = Some(vec![]), nothing),
        ("label of an enum in the query", |l| named(l, "sales.kind").labels = Some(vec![]), changed("sales.kind")),
        ("enum becomes domain", |l| *named(l, "sales.status") = Type::default(), table),
        ("deep in a composite", |l| named(l, "sales.mm").domain = Some("text".to_owned()), table),
        ("check of a domain", |l| named(l, "sales.mm").checks.push("x".to_owned()), nothing),
        ("body", |l| f(l).body_hash = None, nothing),
        ("volatility", |l| f(l).volatility = doc::Volatility::Stable, changed("sales.f(bigint)")),
        ("result", |l| f(l).returns = None, changed("sales.f(bigint)")),
        ("result's domain", |l| named(l, "sales.email").domain = Some("x".to_owned()), changed("sales.f(bigint)")),
        ("overload gone", |l| drop(l.functions.remove(&name("sales.f"))), changed("sales.f(bigint)")),
    ];
    for (what, change, expected) in cases {
        let mut locks = sealed();
        change(&mut locks);
        assert_eq!(answers(&documents(), &locks), expected, "{what}");
    }
}

type Edit = fn(&str) -> String;

#[test]
fn changes_of_the_manifest_are_told_from_layout() {
    let cases: [(&str, usize, Edit, [&str; 3]); 13] = [
        ("line ends", 0, |t| t.replace("sales.orders\n", "sales.orders  \n"), ["proven"; 3]),
        ("semicolon", 0, |t| t.replace("sales.orders\n", "sales.orders;\n"), ["proven"; 3]),
        ("comment and grants", 0, |t| format!("{t}comment: x\ngrants: {{a: [select]}}\n"), ["proven"; 3]),
        ("column comment", 0, |t| t.replace("bigint}", "bigint, comment: x}"), ["proven"; 3]),
        ("query", 0, |t| t.replace("SELECT id", "SELECT id + 1"), ["query", "api.inner", "api.inner"]),
        ("a type by hand", 0, |t| t.replace("bigint", "text"), ["query", "api.inner", "api.inner"]),
        ("option", 0, |t| format!("{t}options: {{security_barrier: true}}\n"), ["query", "api.inner", "api.inner"]),
        ("upper view", 1, |t| t.replace("SELECT id", "SELECT 1"), ["proven", "query", "proven"]),
        (
            "trigger",
            1,
            |t| format!("{t}triggers: {{t: {{when: instead of insert, execute: a.b()}}}}\n"),
            ["proven", "query", "proven"],
        ),
        ("new name", 1, |t| t.replace("api.outer", "api.new"), ["proven", "no entry", "proven"]),
        ("renamed", 1, |t| t.replace("api.outer", "api.new\nrenamed_from: api.outer"), ["proven", "proven", "proven"]),
        ("body", 2, |t| t.replace("'x'", "'y'"), ["proven", "proven", "query"]),
        ("signature", 2, |t| t.replace("{type: int}", "{type: text}"), ["proven", "proven", "no entry"]),
    ];
    for (what, at, edit, expected) in cases {
        let locks = sealed();
        let texts: Vec<String> = MANIFESTS
            .iter()
            .enumerate()
            .map(|(index, text)| if index == at { edit(text) } else { (*text).to_owned() })
            .collect();
        let documents: Vec<Document> = texts.iter().map(|text| read("f", text).unwrap()).collect();
        assert_eq!(answers(&documents, &locks), expected, "{what}");
    }
}

#[test]
fn a_view_over_what_the_lock_lacks_is_not_sealed() {
    let mut locks = sealed();
    locks.relations.remove(&name("sales.orders"));
    let before = locks.relations[&name("api.inner")].verified.clone();
    let documents = documents();
    assert_eq!(locks.seal(&subjects(&documents), 16), ["api.inner"]);
    assert_eq!(locks.relations[&name("api.inner")].verified, before);
}

#[test]
fn branches_that_change_different_inputs_merge_to_what_is_proven() {
    let seal = |change: &dyn Fn(&mut LockFiles)| {
        let mut locks = sealed();
        change(&mut locks);
        locks.seal(&subjects(&documents()), 15);
        locks
    };
    let column = |locks: &mut LockFiles| {
        locks.relations.get_mut(&name("sales.orders")).unwrap().columns.insert("x".to_owned(), Column::default());
    };
    let label = |locks: &mut LockFiles| {
        locks.types.get_mut(&name("sales.kind")).unwrap().labels = Some(vec!["c".to_owned()]);
    };
    let (ours, theirs) = (seal(&column), seal(&label));
    let mut merged = ours.clone();
    merged.types.clone_from(&theirs.types);
    let inputs = |locks: &LockFiles| locks.relations[&name("api.inner")].verified.clone().unwrap().inputs;
    let mut lines = inputs(&ours);
    lines.insert("sales.kind".to_owned(), inputs(&theirs)["sales.kind"].clone());
    merged.relations.get_mut(&name("api.inner")).unwrap().verified.as_mut().unwrap().inputs = lines;
    assert_eq!(answers(&documents(), &merged), ["proven"; 3]);
}

#[test]
fn errors_have_code_place_and_advice() {
    for (kind, text, expected) in [
        (LockKind::Relation, "relation: a.b\nkind: tabel\n", "PGAI-2010 2:7 unknown value `tabel` | write `table`"),
        (
            LockKind::Relation,
            "relation: a.b\nkind: table\ncolunms: {}\n",
            "PGAI-2004 3:1 unknown key `colunms` | write `columns`",
        ),
        (LockKind::Relation, "kind: table\n", "PGAI-2007 1:1 the table lacks `relation` | add `relation:`"),
        (
            LockKind::Relation,
            "relation: a.b\nkind: table\n<<<<<<< HEAD\nowner: a\n=======\nowner: b\n>>>>>>> x\n",
            "PGAI-2081 3:1 the lock file holds an unresolved merge | take either side, then run `pgai pull` to write the file anew",
        ),
        (LockKind::Relation, "", "PGAI-2003 1:1 the file says nothing | write the manifest, or delete the file"),
        (LockKind::Small(Small::Types), "a: {owner: o}\n", "PGAI-2011 1:1 `a` is not of the form schema.name | "),
    ] {
        let error = LockFiles::default().read(kind, "lock.yaml", text).unwrap_err();
        let place = error.place().unwrap();
        let advice = error.advices().first().map(String::as_str).unwrap_or_default();
        let advice = if advice.starts_with("lock files are generated") { "" } else { advice };
        let shown = format!("{} {}:{} {} | {advice}", error.code().id, place.line, place.column, error.message());
        assert_eq!(shown, expected, "{text}");
        assert!(error.advices().iter().any(|advice| advice.contains("pgai pull")), "{text}");
    }
    let mut locks = locks(&[(LockKind::Function, F)]);
    assert_eq!(locks.read(LockKind::Function, "copy.yaml", F).unwrap_err().code().id, "PGAI-2080");
}

#[test]
fn small_files_are_known_by_name() {
    for small in Small::ALL {
        assert_eq!(Small::from_name(small.name()), Some(small));
    }
    assert_eq!(Small::from_name("postgrest"), None);
}

/// Texts with everything YAML trips over.
fn odd() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z_]{1,8}",
        "[ -~äß€\u{2028}]{1,12}",
        Just("no".to_owned()),
        Just("null".to_owned()),
        Just("1e3".to_owned()),
        Just("a: b #c".to_owned()),
        Just("two\nlines\n".to_owned()),
        Just("\"q\".'x'".to_owned()),
    ]
    .boxed()
}

fn odd_name() -> BoxedStrategy<QualifiedName> {
    (odd(), odd()).prop_map(|(schema, name)| QualifiedName::new(schema, name)).boxed()
}

prop_compose! {
    fn odd_column()(
        type_name in odd(), collation in proptest::option::of(odd_name()), not_null: bool, writable: bool,
        default in proptest::option::of(odd()), comment in proptest::option::of(odd()),
        from in proptest::option::of((odd_name(), odd())),
    ) -> Column {
        let from = from.map(|(relation, column)| ColumnName::new(relation, column));
        Column { type_name, collation, not_null, writable, default, comment, from, ..Column::default() }
    }
}

prop_compose! {
    fn odd_relation()(
        name in odd_name(), columns in proptest::collection::vec((odd(), odd_column().boxed()), 0..5),
        reads in proptest::collection::vec(odd_name(), 0..4), calls in proptest::collection::vec(odd(), 0..3),
        foreign in proptest::collection::vec(odd(), 1..3), target in odd_name(), check in odd(), trigger in odd(),
        grants in proptest::collection::vec((odd(), proptest::collection::vec(odd(), 0..3)), 0..3),
        inputs in proptest::collection::btree_map(odd(), "[0-9a-f]{16}", 0..3), text in "[0-9]{16}|[0-9a-f]{16}",
    ) -> Relation {
        let mut found = Relation::new(name, RelationKind::PartitionedTable);
        found.columns = columns.into_iter().collect();
        found.reads = reads;
        found.calls = calls;
        found.grants = grants.into_iter().collect();
        found.verified = Some(Verified { postgres: 15, text, inputs });
        found.keys = Keys { primary: foreign.clone(), unique: vec![foreign.clone(), vec![check.clone()]] };
        let references = Some(References { relation: target, columns: foreign.clone() });
        found.constraints.insert(check.clone(), Constraint { foreign, references, ..Constraint::default() });
        found.constraints.insert(trigger.clone(), Constraint { check: Some(check), ..Constraint::default() });
        let enabled = Some("always".to_owned());
        found.triggers.insert(trigger.clone(), Trigger { when: trigger.clone(), execute: trigger, enabled });
        found
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_relation_reads_back_as_it_was_written(found in odd_relation().boxed(), role in odd(), value in odd()) {
        let mut locks = LockFiles::default();
        let settings = [(value.clone(), Some(value)), ("a.b".to_owned(), None)].into();
        let mut entry = Role {
            login: true, inherit: false, superuser: false, bypassrls: true,
            member_of: Default::default(), settings, database_settings: Default::default(),
        };
        entry.member_of.insert(role.clone(), Membership { admin: true, inherit: true, set: false });
        locks.roles.insert(role.clone(), entry);
        locks.types.insert(found.relation.clone(), Type { owner: role, grants: Some(Default::default()), ..Type::default() });
        locks.relations.insert(found.relation.clone(), found);
        let again = read_back(&locks);
        prop_assert_eq!(&again, &locks);
        prop_assert_eq!(again.texts().unwrap(), locks.texts().unwrap());
    }

    /// Whatever the lock holds: hashes come from it and the manifest alone, so a sealed view stays proven
    /// through any number of writes, and a change of a type it reads is always found.
    #[test]
    fn a_changed_type_is_always_found(mut found in odd_relation().boxed(), at: prop::sample::Index, other in odd()) {
        found.relation = name("sales.orders");
        let mut locks = sealed();
        locks.relations.insert(found.relation.clone(), found.clone());
        locks.seal(&subjects(&documents()), 15);
        let locks = read_back(&locks);
        prop_assert_eq!(answers(&documents(), &locks), ["proven"; 3]);
        prop_assume!(!found.columns.is_empty());
        let mut moved = locks.clone();
        let columns = &mut moved.relations.get_mut(&found.relation).unwrap().columns;
        let index = at.index(columns.len());
        prop_assume!(columns[index].type_name != other);
        columns[index].type_name = other;
        prop_assert_eq!(answers(&documents(), &moved), ["sales.orders", "api.inner", "api.inner"]);
    }
}
