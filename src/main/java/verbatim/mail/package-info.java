/// Letters over SMTP.
/// Door: [Mail]; it takes a [Letter] to an [Address]. Addresses and texts never reach a log, and no
/// header is ever made of unchecked text.
@NullMarked
package verbatim.mail;

import org.jspecify.annotations.NullMarked;
