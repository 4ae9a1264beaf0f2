//! The README tells the truth where a test can know it: exit codes, variables, files.

use pgai::app::Exit;

use crate::source::{code_variables, expect_none, root, text};

#[test]
fn every_exit_code_is_told() {
    let readme = text("README.md");
    let told: Vec<u8> =
        readme.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | ")?.0.parse().ok()).collect();
    let all = [
        Exit::Fine,
        Exit::Failed,
        Exit::Usage,
        Exit::Differences,
        Exit::Findings,
        Exit::NotProven,
        Exit::NotServed,
        Exit::TestsFailed,
        Exit::Interrupted,
    ];
    assert_eq!(told, all.map(Exit::code));
}

#[test]
fn every_variable_of_pgai_is_told() {
    let readme = text("README.md");
    let silent = code_variables().into_iter().filter(|name| !readme.contains(&format!("`{name}`")));
    expect_none("variables that README.md does not tell of", silent.collect());
}

#[test]
fn links_lead_somewhere() {
    let readme = text("README.md");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let dead = links.filter(|link| !link.contains("://") && !root().join(link).exists());
    expect_none("dead links of README.md", dead.map(str::to_owned).collect());
}
