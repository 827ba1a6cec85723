### Imports.

imports-text = Bring along what you have elsewhere. Every import is tried first, and can be taken back.
imports-new = New import
imports-past = Your imports
imports-all = All imports
imports-none = No imports yet
imports-none-text = What you import is listed here, with all that came of it.

source-movielens = MovieLens
source-movielens-file = The folder or zip of a data set
source-movielens-how = Download a data set and upload the zip as it is. It brings films, people and their ratings for the whole server.
source-trakt = Trakt
source-trakt-file = The zip of your data
source-trakt-how = In Trakt’s settings, open “Data”, ask for an export, and upload the zip that Trakt sends you as it is.
source-letterboxd = Letterboxd
source-letterboxd-file = The zip of your data
source-letterboxd-how = In Letterboxd’s settings, open “Data”, choose “Export your data”, and upload the zip as it is.
source-imdb = IMDb
source-imdb-file = The CSV of your ratings, your watchlist or a list
source-imdb-how = Open your ratings, your watchlist or a list, choose “Export”, and upload the CSV. Its file name becomes the name of the list; call that of your watchlist watchlist.csv.
source-goodreads = Goodreads
source-goodreads-file = The CSV of your library
source-goodreads-how = In Goodreads, open “My Books”, then “Import and export”, choose “Export library”, and upload the CSV as it is.
source-csv = Table (CSV)
source-csv-file = A CSV file with a header row
source-csv-how = Any spreadsheet can save a table as CSV. Columns may come in any order; only the title, or an id, is needed.
source-csv-columns = The columns it may have:

import-which-source = Where does it come from?
import-choose = Choose a file
import-drop = or drop it here
import-on-server = It already lies on the server
import-path = File or folder
import-path-hint = Below the folder “imports” of the server’s data directory
import-uploading = Sending the file
import-dry-run-first = Nothing is changed yet: first you see what would come of it.
import-check = Check the file
import-start = Import it now
import-again = Choose the file again
import-stop = Stop
import-undo = Take it back
import-undo-title = Take this import back?
import-undo-text = Everything it brought is removed, except what somebody has changed or come to depend on since. This cannot be undone, but you can import the file again.
import-gone = There is no such import
import-gone-text = It may belong to somebody else, or was removed.

import-source = Import
import-state = State
import-when = When
import-dry-run = Trial
import-new-rows = New
import-known-rows = Known already
import-bad-rows = Unusable
import-would-be-new = Would be new
import-rows = Rows
import-progress = { $done } of { $total } rows

import-pending = Waiting
import-running = Running
import-completed = Done
import-failed = Failed
import-cancelled = Stopped
import-undoing = Being taken back
import-undone = Taken back
import-pending-text = It begins as soon as it is its turn.
import-checking-text = Every row is checked and matched. Nothing is changed.
import-running-text = You can leave this page; it goes on.
import-checked-text = Nothing has been changed. This is what would come of it.
import-completed-text = Everything that could be used is here now.
import-failed-text = It could not go on. What it brought until then is here, and can be taken back.
import-cancelled-text = It was stopped. What it brought until then is here, and can be taken back.
import-undoing-text = What it brought is being removed.
import-undone-text = What it brought has been removed.

report-would-create = Would be added
report-created = Added
report-kept = Was there before
report-removed = Removed
report-remaining = Stayed, because it is in use
report-skipped-files = Files left out
report-unknown-columns = Columns left out

import-errors = Rows that could not be used
import-errors-count = { $count ->
    [one] { $shown } row is listed.
   *[other] { $shown } rows are listed.
}
error-row-file = File
error-row-number = Row
error-row-about = About
error-row-problem = Problem

kind-users = People
kind-items = Titles
kind-external-ids = Links to other services
kind-library = Library entries
kind-ratings = Ratings
kind-plays = Plays
kind-cycles = Times through
kind-lists = Lists
kind-list-items = List entries
kind-reviews = Reviews
