package verbatim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// What a refusal says.
public final class Refusing {
  private Refusing() {}

  public static Refusal refusal(ThrowingCallable deed) {
    Throwable thrown = catchThrowable(deed);
    assertThat(thrown).isInstanceOf(Refused.class);
    return ((Refused) thrown).refusal();
  }

  /// The field and code of a fault: `title ERR_TOO_LONG`.
  public static String fault(ThrowingCallable deed) {
    Refusal refusal = refusal(deed);
    assertThat(refusal).isInstanceOf(Refusal.Invalid.class);
    Refusal.Fault fault = ((Refusal.Invalid) refusal).faults().getFirst();
    return fault.field() + " " + fault.code();
  }

  public static void assertNotFound(ThrowingCallable deed) {
    assertThat(refusal(deed)).isInstanceOf(Refusal.NotFound.class);
  }

  public static void assertForbidden(ThrowingCallable deed) {
    assertThat(refusal(deed)).isInstanceOf(Refusal.Forbidden.class);
  }
}
