//! Documents out of nowhere, for property tests: every field, hostile strings.

use indexmap::IndexMap;
use proptest::prelude::*;

use super::document::{
    Accepted, Access, Argument, ArgumentMode, CheckOption, Column, Database, DefaultPrivileges, Document, Endpoint,
    Environment, Expect, Function, Grants, Ignore, Index, Layer, MaterializedView, Overload, Parallel, Policy,
    PostgRest, Project, Returns, Route, Rule, Schema, Security, Setting, State, Storage, Strategy as Versioning,
    Trigger, Version, View, ViewOptions, Volatility,
};
use crate::sql::QualifiedName;

const HOSTILE: [&str; 74] = [
    "",
    " ",
    "a",
    " lead",
    "trail ",
    "\ttab",
    "a\tb",
    "a\r\nb",
    "a\rb",
    "nul\0x",
    "\u{feff}bom",
    "x\u{feff}",
    "nel\u{85}x",
    "ls\u{2028}x",
    "ps\u{2029}",
    "emoji 🦀",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "N",
    "null",
    "~",
    "Null",
    "true",
    "1e3",
    "0x1F",
    "0o17",
    "012",
    "1_000",
    "12:30:45",
    ".inf",
    "-.INF",
    ".nan",
    "2026-10-01",
    "<<",
    "=",
    "---",
    "...",
    "- a",
    "a: b",
    "a:b",
    "a #b",
    "a#b",
    "# x",
    "'q'",
    "\"q\"",
    "back\\slash",
    "a, b",
    "[x]",
    "{x}",
    "*a",
    "&a",
    "!t",
    "|",
    ">",
    "%d",
    "@a",
    "`a`",
    "?",
    "? a",
    ":",
    "key:",
    "é",
    "\u{a0}nbsp",
    "\u{200b}",
    "SELECT 1\nFROM t\n",
    "  indented\nx\n",
    "\n",
    "\n\n",
    "x\n\n\n",
    "a\n   \nb",
    "a\n  ",
];

pub(crate) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "[a-z_]{1,10}",
        3 => prop::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        1 => (prop::sample::select(&HOSTILE[..]), prop::sample::select(&HOSTILE[..])).prop_map(|(a, b)| format!("{a}{b}")),
        1 => (prop::sample::select(&HOSTILE[..]), prop::sample::select(&HOSTILE[..])).prop_map(|(a, b)| format!("{a}\n{b}")),
        1 => "[ \t\n:#\\-'\"a]{0,12}",
        1 => prop::collection::vec(any::<char>(), 0..8).prop_map(|chars| chars.into_iter().collect()),
    ]
    .boxed()
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(inner: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Option<T>> {
    prop::option::weighted(0.3, inner).boxed()
}

fn map<T: std::fmt::Debug + Clone + 'static>(
    inner: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<IndexMap<String, T>> {
    prop::collection::vec((text(), inner), 0..4).prop_map(|entries| entries.into_iter().collect()).boxed()
}

fn list<T: std::fmt::Debug + Clone + 'static>(inner: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Vec<T>> {
    prop::collection::vec(inner, 0..4).boxed()
}

fn qualified() -> BoxedStrategy<QualifiedName> {
    let part = || text().prop_map(|part| part.replace('\0', "")).prop_filter("no empty part", |part| !part.is_empty());
    (part(), part()).prop_map(|(schema, name)| QualifiedName::new(schema, name)).boxed()
}

fn grants() -> BoxedStrategy<Grants> {
    map(list(text()))
}

fn default_privileges() -> BoxedStrategy<DefaultPrivileges> {
    map(map(grants()))
}

fn columns() -> BoxedStrategy<IndexMap<String, Column>> {
    let column = (text(), maybe(text()), maybe(text()), maybe(text()), maybe(any::<i32>())).prop_map(
        |(type_name, collation, comment, default, statistics)| Column {
            type_name,
            collation,
            comment,
            default,
            statistics,
        },
    );
    map(column)
}

fn schema() -> BoxedStrategy<Schema> {
    (text(), maybe(text()), maybe(text()), grants(), default_privileges())
        .prop_map(|(name, owner, comment, grants, default_privileges)| Schema {
            name,
            owner,
            comment,
            grants,
            default_privileges,
        })
        .boxed()
}

fn view() -> BoxedStrategy<View> {
    let check = prop::sample::select(&[CheckOption::Local, CheckOption::Cascaded][..]);
    let options =
        (any::<bool>(), any::<bool>(), maybe(check)).prop_map(|(security_barrier, security_invoker, check_option)| {
            ViewOptions { security_barrier, security_invoker, check_option }
        });
    let trigger =
        (text(), text(), maybe(text())).prop_map(|(when, execute, comment)| Trigger { when, execute, comment });
    let rule = (text(), maybe(text())).prop_map(|(definition, comment)| Rule { definition, comment });
    (
        qualified(),
        maybe(qualified()),
        maybe(text()),
        options,
        maybe(text()),
        columns(),
        text(),
        map(trigger),
        map(rule),
        grants(),
    )
        .prop_map(|(name, renamed_from, owner, options, comment, columns, query, triggers, rules, grants)| View {
            name,
            renamed_from,
            owner,
            options,
            comment,
            columns,
            query,
            triggers,
            rules,
            grants,
        })
        .boxed()
}

fn materialized_view() -> BoxedStrategy<MaterializedView> {
    let index = (any::<bool>(), list(text()), maybe(text()), any::<bool>(), maybe(text()), maybe(text())).prop_map(
        |(unique, columns, definition, cluster, tablespace, comment)| Index {
            unique,
            columns,
            definition,
            cluster,
            tablespace,
            comment,
        },
    );
    let storage = (maybe(text()), maybe(text()), map(text()))
        .prop_map(|(tablespace, access_method, options)| Storage { tablespace, access_method, options });
    let head = (qualified(), maybe(qualified()), maybe(text()), maybe(text()), columns(), text());
    (head, any::<bool>(), storage, map(index), map(text()), grants())
        .prop_map(|(head, populated, storage, indexes, extended_statistics, grants)| {
            let (name, renamed_from, owner, comment, columns, query) = head;
            MaterializedView {
                name,
                renamed_from,
                owner,
                comment,
                columns,
                query,
                populated,
                storage,
                indexes,
                extended_statistics,
                grants,
            }
        })
        .boxed()
}

fn function() -> BoxedStrategy<Function> {
    let mode =
        prop::sample::select(&[ArgumentMode::In, ArgumentMode::Out, ArgumentMode::Inout, ArgumentMode::Variadic][..]);
    let argument = (mode, maybe(text()), text(), maybe(text()), maybe(text())).prop_map(
        |(mode, name, type_name, default, description)| Argument { mode, name, type_name, default, description },
    );
    let returns = prop_oneof![
        text().prop_map(Returns::Type),
        text().prop_map(Returns::Setof),
        map(text()).prop_map(Returns::Table)
    ];
    let words = (
        prop::sample::select(&[Volatility::Volatile, Volatility::Stable, Volatility::Immutable][..]),
        prop::sample::select(&[Parallel::Unsafe, Parallel::Restricted, Parallel::Safe][..]),
        prop::sample::select(&[Security::Invoker, Security::Definer][..]),
        any::<[bool; 3]>(),
    );
    let cost = || maybe(prop_oneof![(0u32..1000).prop_map(f64::from), prop::num::f64::POSITIVE]);
    let texts = (maybe(text()), maybe(text()), maybe(text()), maybe(text()), maybe(text()));
    let overload = (list(argument), maybe(returns), text(), words, cost(), cost(), map(text()), texts, grants())
        .prop_map(|(arguments, returns, language, words, cost, rows, set, texts, grants)| {
            let (volatility, parallel, security, [strict, leakproof, window]) = words;
            let (support, owner, comment, body, sql_body) = texts;
            Overload {
                arguments,
                returns,
                language,
                volatility,
                parallel,
                security,
                strict,
                leakproof,
                window,
                cost,
                rows,
                support,
                set,
                owner,
                comment,
                body,
                sql_body,
                grants,
            }
        });
    (qualified(), list(overload)).prop_map(|(name, overloads)| Function { name, overloads }).boxed()
}

fn endpoint() -> BoxedStrategy<Endpoint> {
    let route =
        (qualified(), any::<bool>()).prop_map(|(name, rpc)| if rpc { Route::Rpc(name) } else { Route::Relation(name) });
    let access = prop_oneof![
        grants().prop_map(Access::Relation),
        map(grants()).prop_map(|signatures| if signatures.is_empty() {
            Access::default()
        } else {
            Access::Rpc(signatures)
        }),
    ];
    let accepted = (text(), maybe(text()), text(), maybe(text())).prop_map(|(finding, rule, reason, until)| Accepted {
        finding,
        rule,
        reason,
        until,
    });
    let state = prop::sample::select(&[State::Draft, State::Active, State::Deprecated, State::Retired][..]);
    let version = (route, state, maybe(text()), maybe(text()), maybe(text()), access, list(accepted)).prop_map(
        |(route, state, deprecated, sunset, successor, access, accepted)| Version {
            route,
            state,
            deprecated,
            sunset,
            successor,
            access,
            accepted,
        },
    );
    (text(), maybe(text()), maybe(text()), maybe(strategy()), map(version))
        .prop_map(|(name, team, description, strategy, versions)| Endpoint {
            name,
            team,
            description,
            strategy,
            versions,
        })
        .boxed()
}

fn strategy() -> BoxedStrategy<Versioning> {
    prop::sample::select(&[Versioning::Suffix, Versioning::Schema, Versioning::Explicit][..]).boxed()
}

fn postgrest() -> BoxedStrategy<PostgRest> {
    let leaf = || {
        prop_oneof![
            text().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<bool>().prop_map(serde_json::Value::from),
        ]
    };
    let value = prop_oneof![leaf().boxed(), list(leaf()).prop_map(serde_json::Value::from).boxed()];
    let layer = prop::sample::select(&[Layer::Default, Layer::File, Layer::Env, Layer::Preconfig, Layer::Database][..]);
    let setting = (maybe(value), maybe(any::<bool>()), maybe(layer), maybe(any::<bool>()))
        .prop_map(|(value, set, layer, chained)| Setting { value, set, layer, chained })
        .boxed();
    (maybe(text()), maybe(text()), map(setting.clone()), map(map(setting)))
        .prop_map(|(version, login_role, config, environments)| PostgRest { version, login_role, config, environments })
        .boxed()
}

/// Any manifest.
pub(crate) fn document() -> BoxedStrategy<Document> {
    prop_oneof![
        schema().prop_map(Document::Schema),
        view().prop_map(Document::View),
        materialized_view().prop_map(Document::MaterializedView),
        function().prop_map(Document::Function),
        endpoint().prop_map(Document::Endpoint),
        postgrest().prop_map(Document::PostgRest),
    ]
    .boxed()
}

/// Two manifests of one kind.
pub(crate) fn pair() -> BoxedStrategy<(Document, Document)> {
    prop_oneof![
        (schema(), schema()).prop_map(|(a, b)| (Document::Schema(a), Document::Schema(b))),
        (view(), view()).prop_map(|(a, b)| (Document::View(a), Document::View(b))),
        (materialized_view(), materialized_view())
            .prop_map(|(a, b)| (Document::MaterializedView(a), Document::MaterializedView(b))),
        (function(), function()).prop_map(|(a, b)| (Document::Function(a), Document::Function(b))),
        (endpoint(), endpoint()).prop_map(|(a, b)| (Document::Endpoint(a), Document::Endpoint(b))),
        (postgrest(), postgrest()).prop_map(|(a, b)| (Document::PostgRest(a), Document::PostgRest(b))),
    ]
    .boxed()
}

/// Any project.
pub(crate) fn project() -> BoxedStrategy<Project> {
    let ignore = prop_oneof![
        text().prop_map(Ignore::Object),
        text().prop_map(Ignore::Extension),
        text().prop_map(Ignore::Role),
        text().prop_map(Ignore::Platform),
    ];
    let policy = (maybe(text()), maybe(text())).prop_map(|(branch, base)| Policy { branch, base });
    let database = prop_oneof![
        text().prop_map(Database::Text),
        map(text()).prop_map(|mut parameters| {
            parameters.shift_remove("password");
            Database::Parameters(parameters)
        }),
    ];
    let expect = (text(), text()).prop_map(|(system, database)| Expect { system, database });
    let urls = (maybe(text()), maybe(text()));
    let environment = (maybe(database), urls, maybe(any::<bool>()), any::<bool>(), maybe(expect)).prop_map(
        |(database, (postgrest, admin), drafts, protected, expect)| Environment {
            database,
            postgrest,
            admin,
            drafts,
            protected,
            expect,
        },
    );
    let head = (text(), list(text()), list(text()), list(ignore), policy, any::<bool>());
    (head, default_privileges(), strategy(), maybe(text()), map(map(text())), map(environment))
        .prop_map(|(head, default_privileges, versioning, baseline, roles, environments)| {
            let (project, schemas, manage, ignore, policy, manage_base_grants) = head;
            Project {
                project,
                schemas,
                manage,
                ignore,
                policy,
                manage_base_grants,
                default_privileges,
                versioning,
                baseline,
                roles,
                environments,
            }
        })
        .boxed()
}
