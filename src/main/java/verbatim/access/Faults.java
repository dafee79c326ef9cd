package verbatim.access;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Gathers what is wrong with a form, so that its writer hears of all of it at once.
final class Faults {
  private final List<Refusal.Fault> faults = new ArrayList<>();

  void add(String field, String code, String words) {
    faults.add(new Refusal.Fault(field, code, words));
  }

  void add(Refusal.Invalid invalid) {
    faults.addAll(invalid.faults());
  }

  void password(Secret password, Limits.People limits) {
    String text = password.reveal();
    int characters = text.codePointCount(0, text.length());
    if (text.isEmpty()) {
      add("password", "ERR_BLANK", "Password can't be blank");
    } else if (characters < limits.passwordCharactersMin()) {
      add(
          "password",
          "ERR_TOO_SHORT",
          "Password is too short (minimum is %d characters)"
              .formatted(limits.passwordCharactersMin()));
    } else if (characters > limits.passwordCharactersMax()) {
      add(
          "password",
          "ERR_TOO_LONG",
          "Password is too long (maximum is %d characters)"
              .formatted(limits.passwordCharactersMax()));
    }
  }

  void check() {
    if (!faults.isEmpty()) {
      throw new Refused(
          new Refusal.Invalid(
              faults.stream()
                  .map(Refusal.Fault::words)
                  .collect(Collectors.joining(", ", "Validation failed: ", "")),
              List.copyOf(faults)));
    }
  }
}
