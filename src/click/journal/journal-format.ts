/**
 * The first line. A journal of another version is for another version of the program to read.
 *
 * Behind it are lines of two kinds. `3=human⇥…` tells of a visit and gives it a number. A turn of the event
 * loop is `1900000 7:1,2,2 9!:3`: the quarter of an hour, and for each link the visits in the order in which
 * they came; `!` stands for clicks that were counted against the link's limit before.
 */
export const JOURNAL_HEADER = 'shortcore clicks 2\n';
