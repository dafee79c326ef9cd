package verbatim.statuses;

import java.util.List;

/// How a poll stands, for one viewer.
///
/// @param votes for each option; empty while totals are hidden
/// @param cast how many votes there are in all; one person may have several
/// @param own the options that the viewer chose
public record Tally(List<Long> votes, long cast, long voters, boolean voted, List<Integer> own) {}
