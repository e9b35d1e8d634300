//! The names of the environment variables that a client can be built from.

use super::model::EnvironmentNames;
use super::word::without_mark;
use crate::ir::{Api, CredentialKind};
use std::collections::BTreeSet;

/// The variables of a client, `called` like its module or package: its base URL, and
/// those of each of its `credentials`, whose names are given.
pub(super) fn environment(called: &str, api: &Api, credentials: &[String]) -> EnvironmentNames {
    let prefix = upper(called);
    let base_url = format!("{prefix}_BASE_URL");
    let kinds = api.credentials.iter().map(|credential| &credential.kind);
    if let [only] = &api.credentials[..] {
        let stem = match only.kind {
            CredentialKind::Bearer | CredentialKind::ApiKey { .. } => format!("{prefix}_API_KEY"),
            _ => prefix,
        };
        return EnvironmentNames {
            base_url,
            credentials: vec![variables(&only.kind, &stem)],
        };
    }
    // Names that end alike, or differ in case only, are told apart by the longer spelling.
    let spellings: [fn(&str, &CredentialKind) -> String; 3] = [
        |name, _| upper(name),
        |name, kind| upper(name) + end_of_key(kind),
        |name, kind| without_mark(name).to_owned() + end_of_key(kind),
    ];
    let mut names = EnvironmentNames {
        base_url,
        credentials: Vec::new(),
    };
    for spelling in spellings {
        let named = credentials.iter().zip(kinds.clone());
        let variables = named
            .map(|(name, kind)| variables(kind, &format!("{prefix}_{}", spelling(name, kind))));
        names.credentials = variables.collect();
        if are_distinct(&names) {
            break;
        }
    }
    names
}

/// An ending that no other variable has.
fn end_of_key(kind: &CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Bearer | CredentialKind::ApiKey { .. } => "_KEY",
        CredentialKind::Basic | CredentialKind::ClientCredentials { .. } => "",
    }
}

/// The variables of a credential, all of which begin alike.
fn variables(kind: &CredentialKind, stem: &str) -> Vec<String> {
    let ends: &[&str] = match kind {
        CredentialKind::Bearer | CredentialKind::ApiKey { .. } => &[""],
        CredentialKind::Basic => &["_USER", "_PASSWORD"],
        CredentialKind::ClientCredentials { .. } => &["_CLIENT_ID", "_CLIENT_SECRET"],
    };
    ends.iter().map(|end| format!("{stem}{end}")).collect()
}

fn are_distinct(names: &EnvironmentNames) -> bool {
    let mut seen = BTreeSet::from([&names.base_url]);
    let mut all = names.credentials.iter().flatten();
    all.all(|name| seen.insert(name))
}

/// A name in capitals, with nothing that a shell can't have in a variable.
fn upper(name: &str) -> String {
    let plain = without_mark(name).to_uppercase();
    plain.replace(|c: char| !c.is_alphanumeric(), "_")
}

#[cfg(test)]
mod tests {
    use super::{EnvironmentNames, are_distinct, upper, variables};
    use crate::ir::CredentialKind;

    #[test]
    fn a_name_is_one_of_a_shell() {
        assert_eq!(upper("my-api.v2"), "MY_API_V2");
        assert_eq!(upper("r#type"), "TYPE");
    }

    #[test]
    fn a_variable_that_is_there_twice_is_found() {
        let basic = variables(&CredentialKind::Basic, "X_BASIC");
        let key = variables(&CredentialKind::Bearer, "X_BASIC_USER");
        let base = variables(&CredentialKind::Bearer, "X_BASE_URL");
        let names = |credentials: &[&Vec<String>]| EnvironmentNames {
            base_url: "X_BASE_URL".to_owned(),
            credentials: credentials.iter().map(|names| (*names).clone()).collect(),
        };
        assert!(are_distinct(&names(&[&basic])));
        assert!(!are_distinct(&names(&[&basic, &key])));
        assert!(!are_distinct(&names(&[&basic, &base])));
    }
}
