//! What tests of whole commands share: one server per PostgreSQL major, a shop of its own per test,
//! the binary run with nothing of the caller's environment.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cluster;
mod files;
mod postgrest;
mod run;
mod shop;
mod sql;

pub(crate) use cluster::{cache, folder};
pub(crate) use files::{contents, demand_same, tree};
pub(crate) use postgrest::get;
pub(crate) use run::Program;
pub(crate) use shop::Shop;

/// Each of these runs on PostgreSQL 15 and on 18.
macro_rules! on_15_and_18 {
    ($($name:ident),+ $(,)?) => {
        mod on_15 {
            $(#[test] fn $name() { super::$name(&crate::harness::Shop::new(15)); })+
        }
        mod on_18 {
            $(#[test] fn $name() { super::$name(&crate::harness::Shop::new(18)); })+
        }
    };
}
pub(crate) use on_15_and_18;

/// Each of these runs on PostgreSQL 15.
macro_rules! on_15 {
    ($($name:ident),+ $(,)?) => {
        mod on_15_only {
            $(#[test] fn $name() { super::$name(&crate::harness::Shop::new(15)); })+
        }
    };
}
pub(crate) use on_15;
