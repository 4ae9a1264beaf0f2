//! `check` without a database: small projects in temporary folders, and everything it says of them.

mod endpoints;
mod functions;
mod project;
mod views;

use std::fs;

use pgai::app::check::{self, CheckReport};

/// pgai.yaml where a case does not bring its own.
const PROJECT: &str = "project: shop\nschemas: [api, admin]\nmanage: [private]\n";

/// Checks a project of these files. They come without a lock that a server wrote, so what the lock proves is left
/// out here; `columns_without_a_proof_are_an_error` is about that.
fn report(files: &[(&str, &str)]) -> CheckReport {
    let mut report = whole_report(files);
    report.diagnostics.retain(|found| {
        found.code().id != "PGAI-4008" && !found.place().is_some_and(|place| place.file.starts_with("pgai/lock/"))
    });
    report
}

/// Checks a project of these files.
fn whole_report(files: &[(&str, &str)]) -> CheckReport {
    let dir = tempfile::tempdir().expect("a folder");
    let own = files.iter().any(|(path, _)| *path == "pgai.yaml");
    let project = if own { None } else { Some(("pgai.yaml", PROJECT)) };
    for (path, text) in project.iter().chain(files) {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    check::run(dir.path()).expect("a project")
}

/// All diagnostics, a line each: place, severity, code, message, advice.
fn said(files: &[(&str, &str)]) -> String {
    let lines = report(files).diagnostics.into_iter().map(|found| {
        let place = found.place().map(ToString::to_string).unwrap_or_default();
        let severity = format!("{:?}", found.severity()).to_lowercase();
        let advice = found.advices().join("; ");
        format!("{place} {severity} {} {} | {advice}", found.code().id, found.message())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A view that is fine, by its path and text.
fn view(name: &str) -> (String, String) {
    (format!("pgai/views/{name}.yaml"), format!("kind: View\nname: {name}\nquery: SELECT 1 AS id\n"))
}

#[test]
fn a_folder_without_a_project_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    assert_eq!(check::run(dir.path()).unwrap_err().code().id, "PGAI-0001");
}

#[test]
fn columns_without_a_proof_are_an_error() {
    let found = whole_report(&[(
        "pgai/a.yaml",
        "kind: View\nname: api.a\ncolumns: {id: {type: integer}}\nquery: SELECT 1 AS id\n",
    )]);
    let place = found.diagnostics[0].place().map(ToString::to_string);
    assert_eq!((found.diagnostics.len(), found.diagnostics[0].code().id), (1, "PGAI-4008"));
    assert_eq!(place.as_deref(), Some("pgai/a.yaml:3:1"));
}

#[test]
fn the_report_counts_and_knows_its_json() {
    let found = report(&[
        ("pgai/a.yaml", "kind: View\nname: api.a\nquery: SELECT 1\n"),
        ("pgai/e.yaml", "kind: Endpoint\nname: a\nversions:\n  v1: {route: {relation: api.b}}\n"),
        ("pgai/lock/sales/t.yaml", "relation: sales.t\n"),
    ]);
    assert!(!found.is_fine());
    insta::assert_json_snapshot!(found, @r#"
    {
      "files": 4,
      "views": 1,
      "functions": 0,
      "endpoints": 1,
      "diagnostics": [
        {
          "code": "PGAI-0037",
          "severity": "warning",
          "message": "an endpoint that routes to `api.b` is called `b`, not `a`",
          "file": "pgai/e.yaml",
          "line": 2,
          "column": 7,
          "causes": [],
          "advice": [
            "write `name: b`"
          ]
        },
        {
          "code": "PGAI-0031",
          "severity": "error",
          "message": "there is no relation `api.b` in the manifests or in the lock",
          "file": "pgai/e.yaml",
          "line": 4,
          "column": 26,
          "causes": [],
          "advice": [
            "write `api.a`"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other_and_causes_no_further_errors() {
    let said = said(&[
        ("pgai/views/api/orders.yaml", "kind: View\nname: api.orders\nqery: SELECT 1\n"),
        (
            "pgai/endpoints/orders.yaml",
            "kind: Endpoint\nname: orders\nversions:\n  v1: {route: {relation: api.orders}}\n",
        ),
        ("pgai/endpoints/b.yaml", "kind: Endpoint\nname: b\nversions:\n  v1: {route: {relation: api.b}}\n"),
    ]);
    insta::assert_snapshot!(said, @"
    pgai/endpoints/b.yaml:4:26 error PGAI-0031 there is no relation `api.b` in the manifests or in the lock | write its manifest, or run `pgai pull` when the database has it
    pgai/views/api/orders.yaml:3:1 error PGAI-2004 unknown key `qery` | write `query`
    ");
}

/// What is written for other tests to be right is right here, endpoints apart: they route to each other's objects.
#[test]
fn every_kind_as_it_is_meant_is_fine() {
    let fixture = |name: &str| {
        fs::read_to_string(format!("{}/tests/fixtures/manifests/{name}.yaml", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let (project, view, materialized) = (fixture("project"), fixture("view"), fixture("materialized_view"));
    let (function, schema, postgrest) = (fixture("function"), fixture("schema"), fixture("postgrest"));
    let said = said(&[
        ("pgai.yaml", &project),
        ("pgai/v.yaml", &view),
        ("pgai/m.yaml", &materialized),
        ("pgai/f.yaml", &function),
        ("pgai/s.yaml", &schema),
        ("pgai/p.yaml", &postgrest),
    ]);
    insta::assert_snapshot!(said, @"");
}

/// Nothing quadratic: a thousand manifests take well under a second when optimised; here, less than the sum.
#[test]
fn a_thousand_manifests_are_checked_in_one_go() {
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 0..500 {
        let name = format!("api.v{number}x");
        files.push(view(&name));
        files.push((
            format!("pgai/endpoints/v{number}x.yaml"),
            format!("kind: Endpoint\nname: v{number}x\nversions:\n  v1: {{route: {{relation: {name}}}, access: {{web_anon: [select]}}}}\n"),
        ));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let begin = std::time::Instant::now();
    let found = report(&files);
    assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
    assert_eq!((found.files, found.views, found.endpoints), (1001, 500, 500));
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
