//! Codes of the connection area.

use crate::diagnostic::{Code, CodeInfo};

/// The text does not name a database.
pub static NOT_A_TARGET: CodeInfo =
    CodeInfo::new("PGAI-1001", "the text does not name a database", include_str!("PGAI-1001.md"));

/// Malformed connection URL.
pub static MALFORMED_URL: CodeInfo =
    CodeInfo::new("PGAI-1002", "malformed connection URL", include_str!("PGAI-1002.md"));

/// Unknown connection parameter.
pub static UNKNOWN_PARAMETER: CodeInfo =
    CodeInfo::new("PGAI-1003", "unknown connection parameter", include_str!("PGAI-1003.md"));

/// Connection parameter that pgai cannot honour.
pub static UNSUPPORTED_PARAMETER: CodeInfo =
    CodeInfo::new("PGAI-1004", "connection parameter that pgai cannot honour", include_str!("PGAI-1004.md"));

/// Value of a connection parameter cannot be used.
pub static INVALID_VALUE: CodeInfo =
    CodeInfo::new("PGAI-1005", "value of a connection parameter cannot be used", include_str!("PGAI-1005.md"));

/// Password where others can see it.
pub static PASSWORD_EXPOSED: CodeInfo =
    CodeInfo::new("PGAI-1006", "password where others can see it", include_str!("PGAI-1006.md"));

/// Password in pgai.yaml.
pub static PASSWORD_IN_MANIFEST: CodeInfo =
    CodeInfo::new("PGAI-1007", "password in pgai.yaml", include_str!("PGAI-1007.md"));

/// Variable that is not set.
pub static VARIABLE_NOT_SET: CodeInfo =
    CodeInfo::new("PGAI-1008", "variable that is not set", include_str!("PGAI-1008.md"));

/// Connection file cannot be read.
pub static UNREADABLE: CodeInfo =
    CodeInfo::new("PGAI-1009", "connection file cannot be read", include_str!("PGAI-1009.md"));

/// Unknown service.
pub static UNKNOWN_SERVICE: CodeInfo = CodeInfo::new("PGAI-1010", "unknown service", include_str!("PGAI-1010.md"));

/// Service that cannot be read.
pub static MALFORMED_SERVICE: CodeInfo =
    CodeInfo::new("PGAI-1011", "service that cannot be read", include_str!("PGAI-1011.md"));

/// Password file ignored.
pub static PASSFILE_IGNORED: CodeInfo =
    CodeInfo::new("PGAI-1012", "password file ignored", include_str!("PGAI-1012.md"));

/// Malformed key/value text.
pub static MALFORMED_KEY_VALUE: CodeInfo =
    CodeInfo::new("PGAI-1013", "malformed key/value text", include_str!("PGAI-1013.md"));

/// Host name cannot be resolved.
pub static UNRESOLVED_HOST: CodeInfo =
    CodeInfo::new("PGAI-1020", "host name cannot be resolved", include_str!("PGAI-1020.md"));

/// Connection refused.
pub static REFUSED: CodeInfo = CodeInfo::new("PGAI-1021", "connection refused", include_str!("PGAI-1021.md"));

/// No answer in time.
pub static TIMEOUT: CodeInfo = CodeInfo::new("PGAI-1022", "no answer in time", include_str!("PGAI-1022.md"));

/// Server cannot be reached.
pub static UNREACHABLE: CodeInfo = CodeInfo::new("PGAI-1023", "server cannot be reached", include_str!("PGAI-1023.md"));

/// Not PostgreSQL's protocol.
pub static NOT_POSTGRESQL: CodeInfo =
    CodeInfo::new("PGAI-1024", "not PostgreSQL's protocol", include_str!("PGAI-1024.md"));

/// Login refused.
pub static WRONG_PASSWORD: CodeInfo = CodeInfo::new("PGAI-1030", "login refused", include_str!("PGAI-1030.md"));

/// The server asks for a password.
pub static NO_PASSWORD: CodeInfo =
    CodeInfo::new("PGAI-1031", "the server asks for a password", include_str!("PGAI-1031.md"));

/// No entry in pg_hba.conf.
pub static NO_HBA_ENTRY: CodeInfo = CodeInfo::new("PGAI-1032", "no entry in pg_hba.conf", include_str!("PGAI-1032.md"));

/// No such role.
pub static NO_ROLE: CodeInfo = CodeInfo::new("PGAI-1033", "no such role", include_str!("PGAI-1033.md"));

/// No such database.
pub static NO_DATABASE: CodeInfo = CodeInfo::new("PGAI-1034", "no such database", include_str!("PGAI-1034.md"));

/// No right to connect to the database.
pub static NO_CONNECT_PRIVILEGE: CodeInfo =
    CodeInfo::new("PGAI-1035", "no right to connect to the database", include_str!("PGAI-1035.md"));

/// Too many connections.
pub static TOO_MANY_CONNECTIONS: CodeInfo =
    CodeInfo::new("PGAI-1036", "too many connections", include_str!("PGAI-1036.md"));

/// Server starting or stopping.
pub static NOT_READY: CodeInfo =
    CodeInfo::new("PGAI-1037", "server starting or stopping", include_str!("PGAI-1037.md"));

/// Login method that pgai does not speak.
pub static AUTHENTICATION_METHOD: CodeInfo =
    CodeInfo::new("PGAI-1038", "login method that pgai does not speak", include_str!("PGAI-1038.md"));

/// Pooler refuses a startup parameter.
pub static POOLER_REFUSED: CodeInfo =
    CodeInfo::new("PGAI-1039", "pooler refuses a startup parameter", include_str!("PGAI-1039.md"));

/// Server does not offer TLS.
pub static TLS_REFUSED: CodeInfo =
    CodeInfo::new("PGAI-1040", "server does not offer TLS", include_str!("PGAI-1040.md"));

/// Server certificate not trusted.
pub static UNTRUSTED_CERTIFICATE: CodeInfo =
    CodeInfo::new("PGAI-1041", "server certificate not trusted", include_str!("PGAI-1041.md"));

/// Server certificate in another name.
pub static NAME_MISMATCH: CodeInfo =
    CodeInfo::new("PGAI-1042", "server certificate in another name", include_str!("PGAI-1042.md"));

/// Server certificate without subjectAltName.
pub static NO_SUBJECT_ALTERNATIVE_NAME: CodeInfo =
    CodeInfo::new("PGAI-1043", "server certificate without subjectAltName", include_str!("PGAI-1043.md"));

/// Certificate file cannot be used.
pub static CERTIFICATE_FILE: CodeInfo =
    CodeInfo::new("PGAI-1044", "certificate file cannot be used", include_str!("PGAI-1044.md"));

/// Server asks for another client certificate.
pub static CLIENT_CERTIFICATE: CodeInfo =
    CodeInfo::new("PGAI-1045", "server asks for another client certificate", include_str!("PGAI-1045.md"));

/// TLS failed.
pub static TLS_HANDSHAKE: CodeInfo = CodeInfo::new("PGAI-1046", "TLS failed", include_str!("PGAI-1046.md"));

/// No server of the wanted kind.
pub static UNWANTED_SERVER: CodeInfo =
    CodeInfo::new("PGAI-1050", "no server of the wanted kind", include_str!("PGAI-1050.md"));

/// Connection lost.
pub static CONNECTION_LOST: CodeInfo = CodeInfo::new("PGAI-1051", "connection lost", include_str!("PGAI-1051.md"));

/// Transaction pooler.
pub static TRANSACTION_POOLER: CodeInfo =
    CodeInfo::new("PGAI-1052", "transaction pooler", include_str!("PGAI-1052.md"));

/// Server did not accept the connection.
pub static REFUSED_OTHERWISE: CodeInfo =
    CodeInfo::new("PGAI-1053", "server did not accept the connection", include_str!("PGAI-1053.md"));

/// Every code of this area.
pub static ALL: &[Code] = &[
    &NOT_A_TARGET,
    &MALFORMED_URL,
    &UNKNOWN_PARAMETER,
    &UNSUPPORTED_PARAMETER,
    &INVALID_VALUE,
    &PASSWORD_EXPOSED,
    &PASSWORD_IN_MANIFEST,
    &VARIABLE_NOT_SET,
    &UNREADABLE,
    &UNKNOWN_SERVICE,
    &MALFORMED_SERVICE,
    &PASSFILE_IGNORED,
    &MALFORMED_KEY_VALUE,
    &UNRESOLVED_HOST,
    &REFUSED,
    &TIMEOUT,
    &UNREACHABLE,
    &NOT_POSTGRESQL,
    &WRONG_PASSWORD,
    &NO_PASSWORD,
    &NO_HBA_ENTRY,
    &NO_ROLE,
    &NO_DATABASE,
    &NO_CONNECT_PRIVILEGE,
    &TOO_MANY_CONNECTIONS,
    &NOT_READY,
    &AUTHENTICATION_METHOD,
    &POOLER_REFUSED,
    &TLS_REFUSED,
    &UNTRUSTED_CERTIFICATE,
    &NAME_MISMATCH,
    &NO_SUBJECT_ALTERNATIVE_NAME,
    &CERTIFICATE_FILE,
    &CLIENT_CERTIFICATE,
    &TLS_HANDSHAKE,
    &UNWANTED_SERVER,
    &CONNECTION_LOST,
    &TRANSACTION_POOLER,
    &REFUSED_OTHERWISE,
];
