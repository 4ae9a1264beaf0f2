//! Integration tests, a module per capability.

mod catalog;
mod openapi;
