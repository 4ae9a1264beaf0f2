//! shim
use crate::catalog::Privilege as Kind;
pub struct Privilege {
    pub kind: Kind,
    pub column: Option<String>,
    pub grantable: bool,
    pub grantor: Option<String>,
}
pub fn parse(_: &str) -> crate::diagnostic::Result<Vec<Privilege>> {
    Ok(vec![])
}
