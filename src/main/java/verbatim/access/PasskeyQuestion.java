package verbatim.access;

import java.util.List;

/// What a page asks a browser for, to be answered by a passkey.
///
/// @param challenge in base64url; good for a few minutes, in one browser, once
/// @param party the host that passkeys are bound to
/// @param passkeys those that may answer, in base64url; empty for any that the browser holds
/// @param alone whether it must make sure of its owner, since nothing else does
public record PasskeyQuestion(
    String challenge, String party, List<String> passkeys, boolean alone) {}
