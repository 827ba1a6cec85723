use async_graphql::MergedObject;

use super::group_mutation::MediaGroupMutation;
use super::item_mutation::ItemMutation;
use super::media_type_mutation::MediaTypeMutation;
use super::related_mutation::RelatedMutation;

/// What can be done to the catalogue.
#[derive(MergedObject, Default)]
pub struct CatalogueMutation(MediaTypeMutation, ItemMutation, RelatedMutation, MediaGroupMutation);
