//! What others know of items: searching at providers, adding and refreshing, whose word counts.

mod mutation;
mod order;
mod provider;
mod query;
mod search;
mod source;
mod statistic;

pub use mutation::MetadataMutation;
pub use provider::MetadataProvider;
pub use query::MetadataQuery;
pub use source::{MetadataSource, SourcesByItem};
