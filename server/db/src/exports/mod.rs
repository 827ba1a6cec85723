//! What is read of a person only to give it to them: everything besides the diary's own reads.

mod account;
mod reviews;

pub use account::{ACCOUNT_TABLES, AccountRow, AccountTable};
pub use reviews::OwnReview;
