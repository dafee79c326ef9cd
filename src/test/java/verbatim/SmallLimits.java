package verbatim;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import verbatim.kernel.Limits;

/// The usual limits, but with small ones where the usual would make a test long.
public final class SmallLimits {
  private SmallLimits() {}

  /// @param changed name of a count in `rows`, `people`, `media`, `streams`, `later`,
  /// `conversations`, `excerpts`, `checks`, `stories` or `statements` → how small
  public static Limits with(Map<String, Integer> changed) {
    Limits usual = Limits.usual();
    return new Limits(
        usual.text(),
        smaller(usual.rows(), changed),
        usual.http(),
        smaller(usual.people(), changed),
        usual.factors(),
        smaller(usual.media(), changed),
        smaller(usual.streams(), changed),
        smaller(usual.later(), changed),
        smaller(usual.house(), changed),
        usual.search(),
        smaller(usual.conversations(), changed),
        smaller(usual.excerpts(), changed),
        smaller(usual.checks(), changed),
        smaller(usual.stories(), changed),
        usual.articles(),
        smaller(usual.statements(), changed),
        usual.waits());
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> R smaller(R usual, Map<String, Integer> changed) {
    try {
      RecordComponent[] components = usual.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Integer small = changed.get(components[i].getName());
        values[i] =
            small == null
                ? components[i].getAccessor().invoke(usual)
                : types[i] == long.class ? (Object) small.longValue() : small;
      }
      return (R) usual.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
