//! Views and materialized views: the query, and what hangs on the relation.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{expression, trigger};
use crate::diagnostic::codes::workspace as codes;
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::document::{Column, Index, MaterializedView, View};
use crate::sql::QualifiedName;
use crate::sql::statement::{single, view_query};
use crate::workspace::{Manifest, Workspace};

/// Checks every view and materialized view.
pub(super) fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut renames = HashMap::new();
    for (manifest, view) in workspace.views() {
        query(manifest, &view.query, &mut findings);
        columns(manifest, &view.columns, false, &mut findings);
        triggers_and_rules(manifest, view, &mut findings);
        let old = view.renamed_from.as_ref();
        findings.extend(rename(workspace, manifest, &view.name, old, &mut renames));
    }
    for (manifest, view) in workspace.materialized_views() {
        query(manifest, &view.query, &mut findings);
        columns(manifest, &view.columns, true, &mut findings);
        indexes(manifest, view, &mut findings);
        statistics(manifest, view, &mut findings);
        let old = view.renamed_from.as_ref();
        findings.extend(rename(workspace, manifest, &view.name, old, &mut renames));
    }
    findings
}

fn query(manifest: &Manifest, text: &str, findings: &mut Vec<Diagnostic>) {
    let problems = match view_query(text) {
        Ok(query) => query.warnings,
        Err(problem) => vec![problem],
    };
    findings.extend(problems.into_iter().map(|problem| manifest.sql_problem(&["query"], text, problem)));
}

fn columns(
    manifest: &Manifest,
    columns: &IndexMap<String, Column>,
    materialized: bool,
    findings: &mut Vec<Diagnostic>,
) {
    for (name, column) in columns {
        findings.extend(expression::type_problem(manifest, &["columns", name, "type"], &column.type_name, true));
        if let Some(default) = &column.default {
            findings.extend(expression::problem(manifest, &["columns", name, "default"], default));
        }
        let (key, there, kind) = if materialized {
            ("default", column.default.is_some(), "materialized view")
        } else {
            ("statistics", column.statistics.is_some(), "view")
        };
        if there {
            findings.push(
                Diagnostic::error(&codes::NOT_FOR_THIS_KIND, format!("a column of a {kind} has no `{key}`"))
                    .at(manifest.place(&["columns", name, key]))
                    .advice(format!("remove `{key}:`")),
            );
        }
    }
}

fn triggers_and_rules(manifest: &Manifest, view: &View, findings: &mut Vec<Diagnostic>) {
    for (name, found) in &view.triggers {
        for (key, text, checked) in [
            ("when", &found.when, trigger::when(&found.when)),
            ("execute", &found.execute, trigger::execute(&found.execute)),
        ] {
            if let Err(problem) = checked {
                findings.push(manifest.sql_problem(&["triggers", name, key], text, problem));
            }
        }
    }
    for (name, rule) in &view.rules {
        if let Err(problem) = trigger::rule(name, &view.name, &rule.definition) {
            findings.push(manifest.sql_problem(&["rules", name, "definition"], &rule.definition, problem));
        }
    }
}

fn indexes(manifest: &Manifest, view: &MaterializedView, findings: &mut Vec<Diagnostic>) {
    let bad = |path: &[&str], message: String| Diagnostic::error(&codes::BAD_INDEX, message).at(manifest.place(path));
    let mut clustered: Option<&str> = None;
    for (name, index) in &view.indexes {
        if index.columns.is_empty() == index.definition.is_none() {
            let said =
                if index.columns.is_empty() { "neither columns nor a definition" } else { "columns and a definition" };
            findings.push(
                bad(&["indexes", name], format!("the index `{name}` has {said}"))
                    .advice("write either `columns: [..]` or `definition:`"),
            );
        }
        if let Some(definition) = &index.definition
            && let Err(problem) = single(definition)
        {
            findings.push(manifest.sql_problem(&["indexes", name, "definition"], definition, problem));
        }
        findings.extend(index_columns(manifest, view, name, index));
        match clustered {
            Some(first) if index.cluster => findings.push(
                bad(&["indexes", name, "cluster"], format!("`{first}` has the cluster mark already"))
                    .advice("mark one index only"),
            ),
            _ => clustered = clustered.or(index.cluster.then_some(name.as_str())),
        }
    }
}

fn index_columns(manifest: &Manifest, view: &MaterializedView, name: &str, index: &Index) -> Vec<Diagnostic> {
    // Columns that nobody wrote yet say nothing.
    if view.columns.is_empty() {
        return Vec::new();
    }
    let unknown = index.columns.iter().enumerate().filter(|(_, column)| !view.columns.contains_key(*column));
    unknown
        .map(|(at, column)| {
            let finding = Diagnostic::error(&codes::BAD_INDEX, format!("`{}` has no column `{column}`", view.name))
                .at(manifest.value(&["indexes", name, "columns", &at.to_string()]));
            match nearest(column, view.columns.keys().map(String::as_str)) {
                Some(near) => finding.advice(format!("write `{near}`")),
                None => finding.advice("name a column of the materialized view, or write `definition:`"),
            }
        })
        .collect()
}

fn statistics(manifest: &Manifest, view: &MaterializedView, findings: &mut Vec<Diagnostic>) {
    for (name, definition) in &view.extended_statistics {
        if let Err(problem) = single(definition) {
            findings.push(manifest.sql_problem(&["extended_statistics", name], definition, problem));
        }
    }
}

fn rename<'w>(
    workspace: &'w Workspace,
    manifest: &'w Manifest,
    name: &QualifiedName,
    old: Option<&'w QualifiedName>,
    seen: &mut HashMap<&'w QualifiedName, &'w Manifest>,
) -> Option<Diagnostic> {
    let old = old?;
    let message = if old == name {
        format!("`{name}` would be renamed to itself")
    } else if let Some(other) = workspace.relation(old) {
        format!("`{old}` has its own manifest: {}", other.value(&["name"]))
    } else if let Some(first) = seen.insert(old, manifest) {
        format!("`{old}` becomes another one already: {}", first.value(&["renamed_from"]))
    } else {
        return None;
    };
    Some(
        Diagnostic::error(&codes::BAD_RENAME, message)
            .at(manifest.value(&["renamed_from"]))
            .advice("name what it was called before, or remove `renamed_from:`"),
    )
}
