package verbatim.conversations;

/// What a member lets others see of him; whoever shows nothing sees nothing.
///
/// @param readReceipts how far he has read
/// @param typing that he is writing
public record Settings(boolean readReceipts, boolean typing) {
  public static final Settings NONE = new Settings(false, false);
}
