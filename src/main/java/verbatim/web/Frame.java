package verbatim.web;

/// What surrounds every page.
///
/// @param viewer the handle of whoever is signed in, "" for nobody
/// @param formToken what every form carries against forged requests
/// @param icon the address of the picture beside the title
/// @param style the address of the style sheet with its version
public record Frame(
    String title,
    String serverName,
    String description,
    String viewer,
    String formToken,
    String style,
    String icon,
    boolean testMode,
    boolean isOpen) {}
