package verbatim.mail;

import java.net.URI;

/// What letters say: what happened, one link at most, and who to ask. Never a name of somebody
/// else, never words of a post, for a letter lies open on lock screens and in foreign mailboxes.
/// Written for one server, in the language of whoever gets it.
public final class Templates {
  private final String server;
  private final Language language;

  /// @param server as people know it: its host name
  public Templates(String server, Language language) {
    this.server = server;
    this.language = language;
  }

  /// A letter in one language. The server's name is `%1$s`, what else there is comes after it.
  private record Words(String subject, String text) {}

  /// @param name of the account that the link confirms: whoever gets a letter that somebody else
  ///     asked for must see whose it is before the address becomes another's
  public Letter confirm(Address to, String name, URI link) {
    return letter(
        to,
        new Words(
            "Confirm your address for %1$s",
            """
            Somebody signed up on %1$s as @%2$s with this e-mail address.

            If that was you, open this link within a day to confirm it:

            %3$s

            If it was not you, or that is not the name you chose, do nothing: without the link the
            address will not be used.
            """),
        new Words(
            "Bestätige deine Adresse für %1$s",
            """
            Jemand hat sich mit dieser Mailadresse auf %1$s als @%2$s angemeldet.

            Wenn du das warst, öffne innerhalb eines Tages diesen Link, um sie zu bestätigen:

            %3$s

            Wenn du es nicht warst oder das nicht der Name ist, den du gewählt hast, tu nichts: Ohne
            den Link wird die Adresse nicht verwendet.
            """),
        name,
        link);
  }

  public Letter confirmChange(Address to, URI link) {
    return letter(
        to,
        new Words(
            "Confirm your new address for %1$s",
            """
            Somebody who has an account on %1$s wants to use this e-mail address for it.

            If that was you, open this link within a day to confirm it:

            %2$s

            If it was not you, do nothing: without the link the address will not be used.
            """),
        new Words(
            "Bestätige deine neue Adresse für %1$s",
            """
            Jemand mit einem Konto auf %1$s möchte diese Mailadresse dafür verwenden.

            Wenn du das warst, öffne innerhalb eines Tages diesen Link, um sie zu bestätigen:

            %2$s

            Wenn du es nicht warst, tu nichts: Ohne den Link wird die Adresse nicht verwendet.
            """),
        link);
  }

  /// To the owner of an address whose account was suspended, when somebody tries to use it for a
  /// new one: the page that was filled in says nothing of it.
  public Letter turnedAway(Address to, URI about) {
    return letter(
        to,
        new Words(
            "No new account on %1$s",
            """
            Somebody tried to use this e-mail address for a new account on %1$s. An account with this
            address was suspended there by the moderators, so no new one is made.

            Whoever looks after the server can be reached here:

            %2$s

            If it was not you, do nothing.
            """),
        new Words(
            "Kein neues Konto auf %1$s",
            """
            Jemand wollte diese Mailadresse für ein neues Konto auf %1$s verwenden. Ein Konto mit dieser
            Adresse wurde dort von den Moderatoren gesperrt, deshalb entsteht kein neues.

            Wer sich um den Server kümmert, ist hier zu erreichen:

            %2$s

            Wenn du es nicht warst, tu nichts.
            """),
        about);
  }

  /// To the owner of an address that somebody has just tried to use once more: the page that he
  /// filled in says nothing of it.
  public Letter taken(Address to, URI signIn) {
    return letter(
        to,
        new Words(
            "You have an account on %1$s already",
            """
            Somebody tried to use this e-mail address for an account on %1$s. It belongs to your account
            there, so nothing came of it.

            If that was you, sign in here (there you can also ask for a new password):

            %2$s

            If it was not you, do nothing: your account stays as it is.
            """),
        new Words(
            "Du hast schon ein Konto auf %1$s",
            """
            Jemand wollte diese Mailadresse für ein Konto auf %1$s verwenden. Sie gehört dort schon zu
            deinem Konto, also ist nichts geschehen.

            Wenn du das warst, melde dich hier an (dort bekommst du auch ein neues Passwort):

            %2$s

            Wenn du es nicht warst, tu nichts: Dein Konto bleibt, wie es ist.
            """),
        signIn);
  }

  public Letter reset(Address to, URI link) {
    return letter(
        to,
        new Words(
            "A new password for %1$s",
            """
            Somebody asked for a new password for your account on %1$s.

            If that was you, open this link within a day and choose one:

            %2$s

            If it was not you, do nothing: your password stays as it is.
            """),
        new Words(
            "Ein neues Passwort für %1$s",
            """
            Jemand hat ein neues Passwort für dein Konto auf %1$s verlangt.

            Wenn du das warst, öffne innerhalb eines Tages diesen Link und wähle eins:

            %2$s

            Wenn du es nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.
            """),
        link);
  }

  public Letter emailChanges(Address to, URI undo) {
    return letter(
        to,
        new Words(
            "Your address for %1$s is about to change",
            """
            Somebody who knows your password asked to change the e-mail address of your account on %1$s.

            If that was you, do nothing.

            If it was not you, open this link within a week. It puts this address back, signs everybody
            out and makes the present password void:

            %2$s
            """),
        new Words(
            "Deine Adresse für %1$s soll sich ändern",
            """
            Jemand, der dein Passwort kennt, will die Mailadresse deines Kontos auf %1$s ändern.

            Wenn du das warst, tu nichts.

            Wenn du es nicht warst, öffne innerhalb einer Woche diesen Link. Dann gilt wieder diese
            Adresse, alle sind abgemeldet, und das jetzige Passwort gilt nicht mehr:

            %2$s
            """),
        undo);
  }

  public Letter passwordChanged(Address to, URI reset) {
    return letter(
        to,
        new Words(
            "Your password for %1$s was changed",
            """
            The password of your account on %1$s was changed, and every device was signed out.

            If that was you, do nothing.

            If it was not you, choose a new one here:

            %2$s
            """),
        new Words(
            "Dein Passwort für %1$s wurde geändert",
            """
            Das Passwort deines Kontos auf %1$s wurde geändert, und alle Geräte sind abgemeldet.

            Wenn du das warst, tu nichts.

            Wenn du es nicht warst, wähle hier ein neues:

            %2$s
            """),
        reset);
  }

  /// What is told of a second factor: what happened, in a subject and in a sentence.
  public enum Notice {
    FACTOR_ON(
        "Your second factor for %1$s is on",
        "Signing in to your account on %1$s now asks for a second factor besides the password.",
        "Dein zweiter Faktor für %1$s ist an",
        "Wer sich auf %1$s bei deinem Konto anmeldet, braucht jetzt neben dem Passwort einen"
            + " zweiten Faktor."),
    FACTOR_OFF(
        "Your second factor for %1$s is off",
        "Signing in to your account on %1$s asks for the password only from now on.",
        "Dein zweiter Faktor für %1$s ist aus",
        "Bei deinem Konto auf %1$s genügt zum Anmelden von nun an das Passwort."),
    FACTOR_CHANGED(
        "Your second factor for %1$s was changed",
        "An app or a passkey was added to your account on %1$s, or removed from it.",
        "Dein zweiter Faktor für %1$s wurde geändert",
        "Zu deinem Konto auf %1$s kam eine App oder ein Passkey hinzu, oder es wurde einer"
            + " entfernt."),
    RECOVERY_CODE_USED(
        "A recovery code for %1$s was used",
        "One of the recovery codes of your account on %1$s was used. It does not count again.",
        "Ein Notfallcode für %1$s wurde benutzt",
        "Einer der Notfallcodes deines Kontos auf %1$s wurde benutzt. Er gilt nicht noch einmal."),
    RECOVERY_CODES_RENEWED(
        "New recovery codes for %1$s",
        "New recovery codes were made for your account on %1$s. The old ones do not count any"
            + " more.",
        "Neue Notfallcodes für %1$s",
        "Für dein Konto auf %1$s gibt es neue Notfallcodes. Die alten gelten nicht mehr."),
    CODES_GUESSED(
        "Somebody tries codes for your account on %1$s",
        "Somebody who knows the password of your account on %1$s has typed too many wrong codes,"
            + " and has to wait.",
        "Jemand probiert Codes für dein Konto auf %1$s",
        "Jemand, der das Passwort deines Kontos auf %1$s kennt, hat zu viele falsche Codes"
            + " eingegeben und muss warten.");

    // Four texts and no record of them: an enum holds only what it can be seen not to change.
    private final String subject;
    private final String words;
    private final String germanSubject;
    private final String germanWords;

    Notice(String subject, String words, String germanSubject, String germanWords) {
      this.subject = subject;
      this.words = words;
      this.germanSubject = germanSubject;
      this.germanWords = germanWords;
    }
  }

  public Letter notice(Address to, Notice notice, URI reset) {
    return letter(
        to,
        new Words(
            notice.subject,
            notice.words
                + """


                If that was you, do nothing.

                If it was not you, choose a new password here, which signs everybody out, and then look at
                the page "Security" in your settings:

                %2$s
                """),
        new Words(
            notice.germanSubject,
            notice.germanWords
                + """


                Wenn du das warst, tu nichts.

                Wenn du es nicht warst, wähle hier ein neues Passwort (damit sind alle abgemeldet), und sieh
                dir dann in deinen Einstellungen die Seite „Sicherheit“ an:

                %2$s
                """),
        reset);
  }

  public Letter approved(Address to, URI signIn) {
    return letter(
        to,
        new Words(
            "Welcome to %1$s",
            """
            Your account on %1$s was approved. You can sign in now:

            %2$s
            """),
        new Words(
            "Willkommen auf %1$s",
            """
            Dein Konto auf %1$s ist angenommen. Du kannst dich jetzt anmelden:

            %2$s
            """),
        signIn);
  }

  /// @param words of the moderators, "" for none
  public Letter refused(Address to, String words) {
    return letter(
        to,
        new Words(
            "Your sign-up at %1$s",
            "Your account on %1$s was not approved, and what you had entered is erased.\n"
                + (words.isEmpty() ? "" : "\nThe moderators say:\n\n%2$s\n")),
        new Words(
            "Deine Anmeldung bei %1$s",
            "Dein Konto auf %1$s wurde nicht angenommen, und was du eingegeben hattest, ist"
                + " gelöscht.\n"
                + (words.isEmpty() ? "" : "\nDie Moderation sagt:\n\n%2$s\n")),
        words);
  }

  private Letter letter(Address to, Words english, Words german, Object... more) {
    Words words =
        switch (language) {
          case ENGLISH -> english;
          case GERMAN -> german;
        };
    Object[] all = new Object[more.length + 1];
    all[0] = server;
    System.arraycopy(more, 0, all, 1, more.length);
    return new Letter(to, words.subject().formatted(all), words.text().formatted(all));
  }
}
