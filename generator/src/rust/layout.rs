//! The files of a module, and the depth of the types in it.

use super::boxes::components;
use crate::config::{Config, LayoutChoice};
use crate::ir::{Api, Type, TypeDef};

/// A layout of files for the code of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// All types in one file, in the order in which a reader meets them.
    Single,
    /// The client, the types, and a file for each tag.
    Split,
}

/// The layout that suits an API: one file as long as that is pleasant to read, and the
/// settings don't ask for files of tags.
pub(super) fn layout(api: &Api, config: &Config) -> Layout {
    const MOST_OPERATIONS: usize = 8;
    let has_tags = config.layout == LayoutChoice::Tags && !api.operations.is_empty();
    match !has_tags && !api.is_whole && api.operations.len() <= MOST_OPERATIONS {
        true => Layout::Single,
        false => Layout::Split,
    }
}

/// The longest way from a type to what it is made of in the end, in types; a
/// cycle counts as one.
pub(super) fn depth(types: &[TypeDef]) -> usize {
    let uses: Vec<Vec<usize>> = types
        .iter()
        .map(|def| {
            let mentioned = def.kind.mentioned().into_iter();
            mentioned.filter_map(Type::named).map(|id| id.0).collect()
        })
        .collect();
    let component = components(&uses);
    // A component has a higher number than those that it leads to.
    let mut order: Vec<usize> = (0..types.len()).collect();
    order.sort_by_key(|&index| component[index]);
    let mut lengths = vec![0; types.len()];
    for members in order.chunk_by(|one, other| component[*one] == component[*other]) {
        let used = members.iter().flat_map(|&index| &uses[index]);
        let longest = used.map(|&used| lengths[component[used]]).max();
        lengths[component[members[0]]] = longest.unwrap_or(0) + 1;
    }
    lengths.into_iter().max().unwrap_or(0)
}
