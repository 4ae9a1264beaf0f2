//! Roles, as any role can read them (pg_roles, pg_auth_members, pg_db_role_setting).

use std::collections::BTreeMap;

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Role {
    /// LOGIN
    pub login: bool,
    /// INHERIT
    pub inherit: bool,
    /// SUPERUSER
    pub superuser: bool,
    /// BYPASSRLS
    pub bypass_rls: bool,
    /// CREATEROLE
    pub create_role: bool,
    /// CREATEDB
    pub create_db: bool,
    /// Roles it is a direct member of, by name.
    pub member_of: BTreeMap<String, Membership>,
    /// `ALTER ROLE .. SET`, `pgrst.*` left out.
    pub settings: BTreeMap<String, String>,
    /// `ALTER ROLE .. IN DATABASE .. SET`, `pgrst.*` left out.
    pub database_settings: BTreeMap<String, String>,
}

/// How a role is a member of another. Before PostgreSQL 16 the last two follow from the role itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// WITH ADMIN
    pub admin: bool,
    /// WITH INHERIT
    pub inherit: bool,
    /// WITH SET
    pub set: bool,
}
