package verbatim.quotecheck;

/// A quotation as it stands in one block of an article, before anybody asks whose it is.
///
/// @param start after the opening mark, in the block's text
/// @param end before the closing mark
/// @param outerStart the opening mark itself
/// @param outerEnd after the closing mark
/// @param continues it goes on from the end of the block before
record Quotation(
    int block,
    int start,
    int end,
    int outerStart,
    int outerEnd,
    boolean isBlock,
    boolean isUnclosed,
    boolean continues) {}
