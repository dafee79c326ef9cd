package verbatim.relations;

import java.util.List;

/// @param languages show only these; empty for all
public record FollowOptions(boolean boosts, boolean notifies, List<String> languages) {
  public static FollowOptions usual() {
    return new FollowOptions(true, false, List.of());
  }
}
