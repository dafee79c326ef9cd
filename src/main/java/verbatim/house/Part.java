package verbatim.house;

import java.util.List;
import java.util.Locale;
import verbatim.store.Bytes;

/// What can be changed by itself; each is a row of its own, so that two people who change different
/// things do not undo each other's.
enum Part {
  NAME("name"),
  DESCRIPTION("description"),
  MORE("more"),
  PRIVACY("privacy"),
  CONTACT_EMAIL("contact-email"),
  CONTACT_ACCOUNT("contact-account"),
  LANGUAGES("languages"),
  RULES("rules"),
  JOINING("registrations"),
  INVITING("invitations");

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /// On disk, and in the settings file.
  String key() {
    return key;
  }

  /// As forms call it.
  String field() {
    return switch (this) {
      case JOINING -> "joining";
      case INVITING -> "inviting";
      case NAME, DESCRIPTION, MORE, PRIVACY, CONTACT_EMAIL, CONTACT_ACCOUNT, LANGUAGES, RULES ->
          key.replace('-', '_');
    };
  }

  /// Not rules: a number, once seen, must not move to another. Nor who may join: a server must not
  /// open with a file.
  boolean mayFollowTheFileAgain() {
    return this != RULES && this != JOINING && this != INVITING;
  }

  boolean isSame(About one, About other) {
    return switch (this) {
      case NAME -> one.name().equals(other.name());
      case DESCRIPTION -> one.description().equals(other.description());
      case MORE -> one.more().equals(other.more());
      case PRIVACY -> one.privacy().equals(other.privacy());
      case CONTACT_EMAIL -> one.contactEmail().equals(other.contactEmail());
      case CONTACT_ACCOUNT -> one.contactAccount().equals(other.contactAccount());
      case LANGUAGES -> one.languages().equals(other.languages());
      case RULES -> one.rules().equals(other.rules());
      case JOINING -> one.joining() == other.joining();
      case INVITING -> one.inviting() == other.inviting();
    };
  }

  /// For the log, on a line; "" for what is too long for one.
  String inShort(About about) {
    return switch (this) {
      case NAME -> about.name();
      case CONTACT_EMAIL -> about.contactEmail();
      case CONTACT_ACCOUNT -> about.contactAccount();
      case LANGUAGES -> String.join(" ", about.languages());
      case RULES -> Integer.toString(about.rules().size());
      case JOINING -> about.joining().name().toLowerCase(Locale.ROOT);
      case INVITING -> about.inviting().name().toLowerCase(Locale.ROOT);
      case DESCRIPTION, MORE, PRIVACY -> "";
    };
  }

  byte[] write(About about) {
    var bytes = Bytes.write(1);
    return switch (this) {
      case NAME -> bytes.text(about.name()).done();
      case DESCRIPTION -> bytes.text(about.description()).done();
      case MORE -> bytes.text(about.more()).done();
      case PRIVACY -> bytes.text(about.privacy()).done();
      case CONTACT_EMAIL -> bytes.text(about.contactEmail()).done();
      case CONTACT_ACCOUNT -> bytes.text(about.contactAccount()).done();
      case LANGUAGES -> bytes.list(about.languages(), Bytes.Writer::text).done();
      case RULES ->
          bytes
              .list(about.rules(), (w, r) -> w.number(r.id()).text(r.words()).text(r.hint()))
              .done();
      case JOINING -> bytes.text(about.joining().name().toLowerCase(Locale.ROOT)).done();
      case INVITING -> bytes.text(about.inviting().name().toLowerCase(Locale.ROOT)).done();
    };
  }

  About read(byte[] value, About about) {
    var bytes = Bytes.read(value);
    return switch (this) {
      case NAME -> about.withName(bytes.text());
      case DESCRIPTION -> about.withDescription(bytes.text());
      case MORE -> about.withMore(bytes.text());
      case PRIVACY -> about.withPrivacy(bytes.text());
      case CONTACT_EMAIL -> about.withContact(bytes.text(), about.contactAccount());
      case CONTACT_ACCOUNT -> about.withContact(about.contactEmail(), bytes.text());
      case LANGUAGES -> about.withLanguages(bytes.list(Bytes.Reader::text));
      case RULES -> about.withRules(rules(bytes));
      case JOINING ->
          about.withJoining(About.Joining.valueOf(bytes.text().toUpperCase(Locale.ROOT)));
      case INVITING ->
          about.withInviting(About.Inviting.valueOf(bytes.text().toUpperCase(Locale.ROOT)));
    };
  }

  private static List<About.Rule> rules(Bytes.Reader bytes) {
    return bytes.list(b -> new About.Rule(b.number(), b.text(), b.text()));
  }
}
