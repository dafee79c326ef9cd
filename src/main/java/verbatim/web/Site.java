package verbatim.web;

import java.util.List;

/// What the operator says of this server.
///
/// @param url the public address without a slash at its end
/// @param host what people give to an app
/// @param sendsMail whether a forgotten password can be set anew by mail
/// @param isOpen whether somebody may sign up (at once or by approval)
public record Site(
    String url,
    String host,
    String name,
    String description,
    String contactEmail,
    String contactAccount,
    List<String> rules,
    boolean isOpen,
    boolean asksReason,
    boolean sendsMail,
    boolean testMode) {}
