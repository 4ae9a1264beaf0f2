//! Completions, man pages and the command reference are what the command tree says.
//! `PGAI_BLESS=1 cargo test --test it` rewrites them.

mod reference;

use std::collections::BTreeMap;
use std::fs;

use clap::{Command, CommandFactory, ValueEnum};
use clap_complete::{Generator, Shell};
use pgai::cli::Cli;

use crate::source::{blessing, compare, expect_none, files, root, text};

/// The command tree as generated files show it.
fn tree() -> Command {
    Cli::command()
}

#[test]
fn the_command_tree_holds_together() {
    tree().debug_assert();
}

/// Compares a folder's files with what they should be; blessing also removes what should not be there.
fn compare_folder(folder: &str, wanted: &BTreeMap<String, String>) -> Vec<String> {
    let mut wrong: Vec<String> = wanted.iter().filter_map(|(path, text)| compare(path, text).err()).collect();
    let there = if root().join(folder).is_dir() { files(folder) } else { Vec::new() };
    for path in there.into_iter().filter(|path| !wanted.contains_key(path)) {
        if blessing() {
            fs::remove_file(root().join(&path)).expect("a file that can be removed");
        } else {
            wrong.push(format!("{path} belongs to no command: run `PGAI_BLESS=1 cargo test --test it`"));
        }
    }
    wrong
}

#[test]
fn completions_and_man_pages_are_up_to_date() {
    let mut wanted = BTreeMap::new();
    for shell in Shell::value_variants() {
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut tree(), "pgai", &mut script);
        let script = String::from_utf8(script).expect("a script in UTF-8");
        wanted.insert(format!("completions/{}", shell.file_name("pgai")), script);
    }
    let mut tree = tree();
    tree.build();
    man_pages(&tree, "pgai", &mut wanted);
    expect_none("completions/", compare_folder("completions", &wanted));
}

/// A page for a command and each below it, but for `help`, which only repeats them.
fn man_pages(command: &Command, name: &str, wanted: &mut BTreeMap<String, String>) {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).title(name.to_uppercase()).render(&mut page).expect("a page");
    wanted.insert(format!("completions/man/{name}.1"), String::from_utf8(page).expect("a page in UTF-8"));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        man_pages(below, &format!("{name}-{}", below.get_name()), wanted);
    }
}

#[test]
fn the_command_reference_is_up_to_date() {
    let readme = text("README.md");
    let (before, rest) = readme.split_once("<!-- commands -->").expect("where the reference begins");
    let (_, after) = rest.split_once("<!-- /commands -->").expect("where the reference ends");
    let reference = reference::markdown(tree());
    let wanted = format!("{before}<!-- commands -->\n{reference}<!-- /commands -->{after}");
    expect_none("README.md", compare("README.md", &wanted).err().into_iter().collect());
}

#[test]
fn every_command_says_what_it_does_and_shows_examples() {
    let mut tree = tree();
    tree.build();
    let mut wrong = Vec::new();
    for command in tree.get_subcommands().filter(|command| command.get_name() != "help") {
        if command.get_about().is_none() {
            wrong.push(format!("{}: says nothing", command.get_name()));
        }
        let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        if !examples.contains("Examples:") {
            wrong.push(format!("{}: shows no examples", command.get_name()));
        }
        for argument in command.get_arguments().filter(|argument| argument.get_help().is_none()) {
            wrong.push(format!("{}: {} says nothing", command.get_name(), argument.get_id()));
        }
    }
    expect_none("commands", wrong);
}
